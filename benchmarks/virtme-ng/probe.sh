# What one would type in the guest: a devdax namespace on the first NVDIMM, by sysfs as ndctl does it.
nd=/sys/bus/nd
echo namespace0.0 >$nd/drivers/nd_pmem/unbind
read -r device </sys/bus/nd/devices/region0/dax_seed
cat /proc/sys/kernel/random/uuid >$nd/devices/$device/uuid
echo ram >$nd/devices/$device/mode
echo 2097152 >$nd/devices/$device/align
echo namespace0.0 >$nd/devices/$device/namespace
echo $device >$nd/drivers/dax_pmem/bind
