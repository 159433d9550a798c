// SPDX-License-Identifier: GPL-2.0
/*
 * Makes the kernel crash in the ways that LKDTM does not know:
 *
 *	echo NAME > /sys/module/provoke/parameters/crash
 *
 * Each crash has a function of its name, which is what a report of it should
 * be named after. So no name may read like one that reports pass over, as
 * those of allocators do: *slab_*, *alloc*, and where RCU is checked *rcu*.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kfence.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

static volatile int zero;

/* Memory, as KASAN, KFENCE and SLUB debugging see it. */

static char global_array[16];

static noinline void global_oob(void)
{
	volatile char *p = global_array;

	pr_info("%d\n", p[ARRAY_SIZE(global_array) + 3 + zero]);
}

static noinline void stack_oob(void)
{
	char array[16] = {};
	volatile char *p = array;

	p[sizeof(array) + 1 + zero] = 1;
}

static noinline void area_oob(void)
{
	volatile char *p = vmalloc(2000);

	p[2000 + zero] = 1;
	vfree((void *)p);
}

static noinline void page_use_after_free(void)
{
	volatile char *p = (char *)__get_free_page(GFP_KERNEL);

	free_page((unsigned long)p);
	p[zero] = 1;
}

static noinline void heap_use_after_free(void)
{
	volatile char *p = kmalloc(100, GFP_KERNEL);

	kfree((void *)p);
	pr_info("%d\n", p[10 + zero]);
}

static noinline void heap_out_of_bounds(void)
{
	volatile char *p = kmalloc(100, GFP_KERNEL);

	p[100 + zero] = 1;
	kfree((void *)p);
}

static noinline void invalid_free(void)
{
	char *p = kmalloc(100, GFP_KERNEL);

	kfree(p + 8 + zero);
	kfree(p);
}

static noinline void double_free(void)
{
	char *p = kmalloc(100, GFP_KERNEL);

	kfree(p);
	kfree(p + zero);
}

struct freed_by_rcu {
	struct rcu_head rcu;
	int value;
};

static void free_it(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct freed_by_rcu, rcu));
}

static noinline void rcu_use_after_free(void)
{
	struct freed_by_rcu *p = kzalloc(sizeof(*p), GFP_KERNEL);

	call_rcu(&p->rcu, free_it);
	rcu_barrier();
	WRITE_ONCE(p->value, zero);
}

static noinline void null_deref(void)
{
	struct freed_by_rcu *p = (void *)(long)zero;

	WRITE_ONCE(p->value, 1);
}

static noinline void wild_access(void)
{
	WRITE_ONCE(*(int *)(0xdead4ead00000000UL + zero), 1);
}

/* KFENCE guards one allocation in many: go on until it was ours. */
static noinline void kfence_use_after_free(void)
{
	int i;

	for (i = 0; i < 2000; i++) {
		volatile char *p = kmalloc(32, GFP_KERNEL);

		kfree((void *)p);
		if (is_kfence_address((void *)p)) {
			(void)p[zero];
			return;
		}
		usleep_range(500, 1000);
	}
}

static noinline void kfence_out_of_bounds(void)
{
	int i;

	for (i = 0; i < 2000; i++) {
		volatile char *p = kmalloc(32, GFP_KERNEL);

		if (is_kfence_address((void *)p)) {
			(void)p[32 + zero];
			(void)p[-1 + zero];
			return;
		}
		kfree((void *)p);
		usleep_range(500, 1000);
	}
}

static noinline void leak(void)
{
	void *p = kmalloc(1234, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
}

static noinline void bad_page_state(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	page->mapping = (void *)0xdead0000UL;
	__free_page(page);
}

static void expired(struct timer_list *timer)
{
}

static noinline void free_active_timer(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	timer_setup(timer, expired, 0);
	mod_timer(timer, jiffies + 1000 * HZ);
	kfree(timer);
}

/* Arithmetic. */

static noinline void shift_out_of_bounds(void)
{
	volatile int bits = 40 + zero;

	pr_info("%d\n", 1 << bits);
}

static noinline void invalid_load(void)
{
	volatile unsigned char byte = 77 + zero;
	bool *b = (bool *)&byte;

	pr_info("%d\n", *(volatile bool *)b);
}

static noinline void divide(void)
{
	pr_info("%d\n", 1000 / zero);
}

static noinline void breakpoint(void)
{
	asm volatile("int3");
}

static noinline void illegal_instruction(void)
{
	asm volatile(".byte 0x0f, 0xff");
}

static noinline void jump_to_null(void)
{
	void (*f)(void) = (void *)(long)zero;

	OPTIMIZER_HIDE_VAR(f);
	f();
}

/* Locks. */

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);
static DEFINE_SPINLOCK(irq_lock);
static DEFINE_SPINLOCK(outer_lock);

static noinline void circular_first(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);
}

static noinline void circular(void)
{
	circular_first();
	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static noinline void recursive(void)
{
	static spinlock_t twins[2];
	int i;

	for (i = 0; i < ARRAY_SIZE(twins); i++)
		spin_lock_init(&twins[i]);
	spin_lock(&twins[0]);
	spin_lock(&twins[1]);
	spin_unlock(&twins[1]);
	spin_unlock(&twins[0]);
}

static void take_in_irq(struct irq_work *work)
{
	spin_lock(&irq_lock);
	spin_unlock(&irq_lock);
}

static DEFINE_IRQ_WORK(irq_work, take_in_irq);

static noinline void inconsistent_lock(void)
{
	irq_work_queue(&irq_work);
	irq_work_sync(&irq_work);
	spin_lock(&irq_lock);
	spin_unlock(&irq_lock);
}

static noinline void irq_unsafe_order(void)
{
	irq_work_queue(&irq_work);
	irq_work_sync(&irq_work);
	spin_lock(&outer_lock);
	spin_unlock(&outer_lock);
	spin_lock_irq(&irq_lock);
	spin_lock(&outer_lock);
	spin_unlock(&outer_lock);
	spin_unlock_irq(&irq_lock);
}

static noinline void held_lock_freed(void)
{
	struct mutex *m = kmalloc(sizeof(*m), GFP_KERNEL);

	mutex_init(m);
	mutex_lock(m);
	kfree(m);
}

static noinline void unlock_balance(void)
{
	mutex_unlock(&lock_a);
}

static noinline void return_with_lock(void)
{
	mutex_lock(&lock_a);
}

static noinline void non_static_key(void)
{
	spinlock_t lock;

	memset(&lock, 0, sizeof(lock));
	spin_lock(&lock);
	spin_unlock(&lock);
}

static void __rcu *pointer;

static noinline void unguarded_deref(void)
{
	pr_info("%p\n", rcu_dereference(pointer));
}

static noinline void sleep_in_atomic(void)
{
	spin_lock(&outer_lock);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	spin_unlock(&outer_lock);
}

static noinline void yield_when_forbidden(void)
{
	preempt_disable();
	schedule();
	preempt_enable();
}

/* Hangs. */

/* A machine at rest has no grace period that could be held up. */
static int wait_for_readers(void *unused)
{
	msleep(200);
	synchronize_rcu();
	return 0;
}

static noinline void rcu_stall(void)
{
	unsigned long end = jiffies + 12 * HZ;

	kthread_run(wait_for_readers, NULL, "waiter");
	rcu_read_lock();
	while (time_before(jiffies, end))
		cpu_relax();
	rcu_read_unlock();
}

static noinline void rcu_stall_irqs_off(void)
{
	int i;

	kthread_run(wait_for_readers, NULL, "waiter");
	local_irq_disable();
	for (i = 0; i < 12000; i++)
		udelay(1000);
	local_irq_enable();
}

static void busy_work(struct work_struct *work)
{
	unsigned long end = jiffies + 15 * HZ;

	while (time_before(jiffies, end))
		cpu_relax();
}

static DECLARE_WORK(work, busy_work);
static DECLARE_WORK(waiting_work, busy_work);

static noinline void workqueue_lockup(void)
{
	schedule_work_on(1, &work);
	schedule_work_on(1, &waiting_work);
	msleep(20000);
}

static int lock_b_then_a(void *unused)
{
	mutex_lock(&lock_b);
	msleep(500);
	mutex_lock(&lock_a);
	return 0;
}

static noinline void deadlock(void)
{
	mutex_lock(&lock_a);
	kthread_run(lock_b_then_a, NULL, "provoke");
	msleep(200);
	mutex_lock(&lock_b);
}

#define CRASH(name) { #name, name }
static const struct {
	const char *name;
	void (*run)(void);
} crashes[] = {
	CRASH(global_oob), CRASH(stack_oob), CRASH(area_oob),
	CRASH(page_use_after_free), CRASH(heap_use_after_free),
	CRASH(heap_out_of_bounds), CRASH(invalid_free), CRASH(double_free),
	CRASH(rcu_use_after_free), CRASH(null_deref), CRASH(wild_access),
	CRASH(kfence_use_after_free), CRASH(kfence_out_of_bounds),
	CRASH(leak), CRASH(bad_page_state), CRASH(free_active_timer),
	CRASH(shift_out_of_bounds), CRASH(invalid_load), CRASH(divide),
	CRASH(breakpoint), CRASH(illegal_instruction), CRASH(jump_to_null),
	CRASH(circular), CRASH(recursive), CRASH(inconsistent_lock),
	CRASH(irq_unsafe_order), CRASH(held_lock_freed), CRASH(unlock_balance),
	CRASH(return_with_lock), CRASH(non_static_key), CRASH(unguarded_deref),
	CRASH(sleep_in_atomic), CRASH(yield_when_forbidden),
	CRASH(rcu_stall), CRASH(rcu_stall_irqs_off), CRASH(workqueue_lockup),
	CRASH(deadlock),
};

static int set_crash(const char *value, const struct kernel_param *param)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(crashes); i++) {
		if (sysfs_streq(value, crashes[i].name)) {
			crashes[i].run();
			return 0;
		}
	}
	return -EINVAL;
}

static const struct kernel_param_ops crash_ops = { .set = set_crash };

module_param_cb(crash, &crash_ops, NULL, 0200);
MODULE_DESCRIPTION("Crashes on purpose, for the oops parser's fixtures");
MODULE_LICENSE("GPL");
