#!/bin/sh
# A Slurm of one controller and three nodes on this machine's loopback, for trying straddle --on slurm.
# Everything lies in DIR and nothing else of the machine is touched; it needs root, slurm-wlm and munge.
#
# usage: benchmarks/slurm-loopback.sh start DIR    then: export SLURM_CONF=DIR/slurm.conf
#        benchmarks/slurm-loopback.sh stop DIR
#        benchmarks/slurm-loopback.sh controller DIR   start the controller again after it was killed
#        benchmarks/slurm-loopback.sh node DIR N       start node N (1 to 3) again
set -eu

dir=$(mkdir -p "$2" && cd "$2" && pwd)
conf=$dir/slurm.conf
nodes='1 2 3'
base=${SLURM_PORT_BASE-17000}

controller() {
	slurmctld -f "$conf" -i >>"$dir/slurmctld.log" 2>&1
}

node() { # N
	slurmd -f "$conf" -N "n$1" >>"$dir/slurmd-$1.log" 2>&1
}

write_conf() {
	cpus=$(nproc)
	memory=$(awk '/MemTotal/ { print int($2 / 1024 * 0.8) }' /proc/meminfo)
	cat >"$conf" <<EOF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
CryptoType=crypto/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool-%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd-%n.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd-%n.log
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=2,batch_sched_delay=0,bf_interval=2,defer_batch
SlurmdTimeout=15
KillWait=5
MinJobAge=300
ReturnToService=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
EOF
	for n in $nodes; do
		echo "NodeName=n$n NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((base + n)) CPUs=$cpus RealMemory=$((memory / 3)) State=UNKNOWN" >>"$conf"
	done
	echo "PartitionName=all Nodes=n[1-3] Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO" >>"$conf"
}

# Returns when they are gone: the controller writes its state before it ends.
stop() {
	for file in "$dir"/slurmd-n*.pid "$dir"/slurmctld.pid "$dir"/munged.pid; do
		pid=$(cat "$file" 2>/dev/null) || continue
		kill "$pid" 2>/dev/null || continue
		left=100
		while kill -0 "$pid" 2>/dev/null; do
			left=$((left - 1))
			if [ "$left" = 0 ]; then kill -KILL "$pid" 2>/dev/null || true; fi
			if [ "$left" -lt -20 ]; then
				echo "process $pid does not end" >&2
				exit 1
			fi
			sleep 0.1
		done
	done
}

case $1 in
start)
	mkdir -p "$dir/state"
	chmod 755 "$dir"
	head -c 1024 /dev/urandom >"$dir/munge.key"
	chmod 600 "$dir/munge.key"
	munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munged.pid" \
		--log-file="$dir/munged.log" --seed-file="$dir/munge.seed"
	write_conf
	controller
	for n in $nodes; do
		mkdir -p "$dir/spool-n$n"
		node "$n"
	done
	export SLURM_CONF="$conf"
	left=60
	until [ "$(sinfo -h -o %T -N 2>/dev/null | grep -c idle)" = 3 ]; do
		left=$((left - 1))
		if [ "$left" = 0 ]; then
			sinfo -N >&2 || true
			echo "the nodes do not come up; see $dir" >&2
			exit 1
		fi
		sleep 1
	done
	echo "$conf"
	;;
controller) controller ;;
node) node "$3" ;;
stop) stop ;;
*)
	sed -n '/^# usage/,/^set/p' "$0" >&2
	exit 64
	;;
esac
