# A kernel of a few instructions, started as QEMU starts a real one: firmware, PVH entry, long mode.
# It touches the registers that a kernel needs and reports by writing to the isa-debug-exit device,
# which makes QEMU exit with status 33. Rebuild accelerator-check.elf after a change:
#   as -o check.o accelerator-check.S
#   ld -N -Ttext 0x110000 -e start -o accelerator-check.elf check.o && strip accelerator-check.elf
	.set	PML4, 0x101000
	.set	PDPT, 0x102000
	.set	PD, 0x103000
	.set	WORD, 0x105000
	.section .note.Xen, "a", @note
	.long	4, 4, 18
	.asciz	"Xen"
	.long	start
	.text
	.code32
	.globl	start
start:
	cli
	movl	$(PDPT + 7), PML4
	movl	$(PDPT + 7), PML4 + 511 * 8
	movl	$(PD + 7), PDPT
	movl	$0x83, PD
	movl	%cr4, %eax
	orl	$0x20, %eax
	movl	%eax, %cr4
	movl	$PML4, %eax
	movl	%eax, %cr3
	movl	$0xc0000080, %ecx
	rdmsr
	orl	$0x901, %eax
	wrmsr
	movl	%cr0, %eax
	orl	$0x80010001, %eax
	movl	%eax, %cr0
	lgdt	gdtr
	ljmp	$8, $long
	.code64
long:
	xorl	%eax, %eax
	movw	%ax, %ss
	movl	$0xc0000101, %ecx
	movl	$0x12345678, %eax
	movl	$0xffff8880, %edx
	wrmsr
	swapgs
	swapgs
	rdmsr
	cmpl	$0x12345678, %eax
	jne	stop
	movq	%cr3, %rax
	movq	%rax, %cr3
	movabsq	$(0xffffff8000000000 + WORD), %rbx
	movl	$1000, %ecx
1:	movl	%ecx, (%rbx)
	invlpg	(%rbx)
	cmpl	%ecx, WORD
	jne	stop
	loop	1b
	movw	$0xf4, %dx
	movb	$0x10, %al
	outb	%al, %dx
stop:
	hlt
	jmp	stop
	.balign	8
gdt:
	.quad	0
	.quad	0x00af9b000000ffff
gdtr:
	.word	. - gdt - 1
	.long	gdt
