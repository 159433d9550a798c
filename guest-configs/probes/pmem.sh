# Makes of each memory device what its kernel parameter asks for.
#
# straddle.pmemN=MODE,MAP,ALIGN,ARRIVAL describes device N:
#   MODE     devdax or fsdax: a namespace of that mode on an NVDIMM
#            kmem: a devdax namespace whose memory the kmem driver gives to the page allocator
#            dimm: ordinary memory, no NVDIMM
#   MAP      where the page structures of the namespace live: mem (RAM) or dev (the device)
#   ALIGN    alignment of the mapping in bytes
#   ARRIVAL  boot: there from the start; prepared: so is its namespace, nothing is to be made;
#            plugged: comes when this script asks for it at the rendezvous "plug"
#
# Making a devdax namespace binds device_dax: the kernel then initialises a page structure for
# every page of the device.

# Nothing announces a device to a guest without a network stack, so a plugged one is looked for.
await() { # COMMAND...
	until "$@"; do
		usleep 20000
	done
}

# Sets memory to what the guest has, in kilobytes.
measure_memory() {
	while read -r name memory _; do
		[ "$name" = MemTotal: ] && return
	done </proc/meminfo
}

# Both are registered while the kernel starts or a module is loaded, so what is missing now stays so.
has_drivers() {
	set -- /sys/bus/*/drivers/*nfit*
	[ -d /sys/bus/nd ] && [ -e "$1" ]
}

say_no_drivers() {
	echo "this kernel has no drivers for NVDIMMs: build them in, or bring its modules along"
	return 1
}

grown_beyond() { # KILOBYTES
	measure_memory
	[ "$memory" -gt "$1" ]
}

# Makes a namespace as ndctl does, without ndctl: translated, that alone takes longer to start than
# all of this. The kernel offers an empty device of the wanted kind (a seed), which is told what to
# be and then bound to the driver that writes it to the namespace.
create() { # REGION MODE MAP ALIGN
	nd=/sys/bus/nd
	raw=namespace$1.0
	case $2 in
	devdax) seed=dax driver=dax_pmem ;;
	fsdax) seed=pfn driver=nd_pmem ;;
	esac
	case $3 in
	mem) where=ram ;;
	dev) where=pmem ;;
	esac
	if [ -e "$nd/devices/$raw/driver" ]; then
		echo "$raw" >"$nd/devices/$raw/driver/unbind" || return
	fi
	read -r device <"$nd/devices/region$1/${seed}_seed" || return
	read -r uuid </proc/sys/kernel/random/uuid || return
	echo "$uuid" >"$nd/devices/$device/uuid" || return
	echo "$where" >"$nd/devices/$device/mode" || return
	echo "$4" >"$nd/devices/$device/align" || return
	echo "$raw" >"$nd/devices/$device/namespace" || return
	echo "$device" >"$nd/drivers/$driver/bind"
}

# device_dax must not touch it first, so nothing is bound until kmem is told to take it.
create_for_kmem() { # REGION MAP ALIGN
	echo 0 >/sys/bus/dax/drivers_autoprobe
	create "$1" devdax "$2" "$3" || return
	echo 1 >/sys/bus/dax/drivers_autoprobe
	echo "dax$1.0" >/sys/bus/dax/drivers/kmem/new_id
}

# Writes a word to a block device and reads it back, once it is no longer in the page cache. The
# shell does it itself: unlike a program that it starts now, its page table is older than the device.
use() { # DEVICE
	[ -b "$1" ] && echo straddle >"$1" && read -r word <"$1" && [ "$word" = straddle ]
}

step_of_this_shell() { # NAME COMMAND...
	echo "step $1"
	shift
	"$@"
	status=$?
	echo "status $status"
	return "$status"
}

# Does the work on all devices that arrive in one of these ways.
work_on() { # ARRIVAL...
	region=0
	for word in $cmdline; do
		case $word in
		straddle.pmem*=*) ;;
		*) continue ;;
		esac
		n=${word#straddle.pmem}
		n=${n%%=*}
		IFS=, read -r mode map align arrival <<-END
			${word#*=}
		END
		case " $* " in
		*" $arrival "*)
			if [ "$mode" != dimm ] && ! has_drivers; then
				step "find-drivers-$n" say_no_drivers
				failed=1
				return
			fi
			case $mode,$arrival in
			*,prepared) step "found-dax-$n" test -e "/sys/bus/dax/devices/dax$region.0" || failed=$? ;;
			devdax,* | fsdax,*)
				await test -e "/sys/bus/nd/devices/namespace$region.0"
				step "create-namespace-$n" create "$region" "$mode" "$map" "$align" || failed=$?
				[ "$mode" = devdax ] || step_of_this_shell "use-$n" use "/dev/pmem$region" || failed=$?
				;;
			kmem,*)
				await test -e "/sys/bus/nd/devices/namespace$region.0"
				step "give-to-kmem-$n" create_for_kmem "$region" "$map" "$align" || failed=$?
				;;
			dimm,*) step "memory-grew-$n" await grown_beyond "$total" || failed=$? ;;
			esac
			;;
		esac
		[ "$mode" = dimm ] || region=$((region + 1))
	done
}

failed=0
measure_memory
total=$memory
rendezvous before
work_on boot prepared
case $cmdline in
*,plugged*)
	rendezvous plug
	work_on plugged
	;;
esac
rendezvous after
exit "$failed"
