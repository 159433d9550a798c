# Makes on each NVDIMM the namespace that its kernel parameter asks for.
#
# straddle.pmemN=MODE,MAP,ALIGN describes NVDIMM N: devdax or fsdax, page structures in RAM (mem)
# or on the device (dev), alignment in bytes. Making a devdax namespace binds device_dax: the kernel
# then initialises a page structure for every page of the device.

rendezvous before

n=0
failed=0
while asked=$(parameter "straddle.pmem$n"); do
	mode=${asked%%,*}
	align=${asked##*,}
	map=${asked#*,}
	map=${map%,*}
	step "create-namespace-$n" ndctl create-namespace -f -e "namespace$n.0" \
		-m "$mode" -M "$map" -a "$align" || failed=$?
	n=$((n + 1))
done

rendezvous after
exit "$failed"
