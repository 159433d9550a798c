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

memory_total() {
	while read -r name value _; do
		[ "$name" = MemTotal: ] && echo "$value" && return
	done </proc/meminfo
}

grown_beyond() { # KILOBYTES
	[ "$(memory_total)" -gt "$1" ]
}

create() { # REGION MODE MAP ALIGN
	ndctl create-namespace -f -e "namespace$1.0" -m "$2" -M "$3" -a "$4"
}

# device_dax must not touch it first, so nothing is bound until kmem is told to take it.
create_for_kmem() { # REGION MAP ALIGN
	echo 0 >/sys/bus/dax/drivers_autoprobe
	create "$1" devdax "$2" "$3" || return
	echo 1 >/sys/bus/dax/drivers_autoprobe
	echo "dax$1.0" >/sys/bus/dax/drivers/kmem/new_id
}

# Does the work on all devices that arrive in one of these ways.
work_on() { # ARRIVAL...
	n=0
	region=0
	while asked=$(parameter "straddle.pmem$n"); do
		IFS=, read -r mode map align arrival <<-END
			$asked
		END
		case " $* " in
		*" $arrival "*)
			case $mode,$arrival in
			*,prepared) step "found-dax-$n" test -e "/sys/bus/dax/devices/dax$region.0" || failed=$? ;;
			devdax,* | fsdax,*)
				await test -e "/sys/bus/nd/devices/namespace$region.0"
				step "create-namespace-$n" create "$region" "$mode" "$map" "$align" || failed=$?
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
		n=$((n + 1))
	done
}

failed=0
total=$(memory_total)
rendezvous before
work_on boot prepared
if grep -q 'straddle\.pmem[0-9]*=[^ ]*,plugged' /proc/cmdline; then
	rendezvous plug
	work_on plugged
fi
rendezvous after
exit "$failed"
