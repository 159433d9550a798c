# Lets the host in over SSH, and nobody else; read by init.sh in guests that ask for it.
#
# The host has made two key pairs for this boot and hands them over on the probe channel. Nothing
# leads out of the guest: there is no route, and QEMU passes on only what the host has begun.
# Beyond what init.sh lists, two words are said on the probe channel:
#   rendezvous ssh-keys   the host answers with the server's key and the key to let in, base64
#   rendezvous ssh        the host comes in, and answers when it has gone

serve_ssh() { # SERVER-KEY CLIENT-KEY
	if [ ! -e /sys/class/net/eth0 ]; then
		echo "this kernel has no network card; take one with kernels/config/ssh.config, such as linux-6.12-ssh"
		return 1
	fi
	home=/root
	mkdir -p /dev/pts "$home/.ssh"
	mount -t devpts devpts /dev/pts || return
	busybox ifconfig lo 127.0.0.1
	busybox ifconfig eth0 10.0.2.15 netmask 255.255.255.0 || return
	echo "root:x:0:0:root:$home:/bin/sh" >/etc/passwd
	echo "root:x:0:" >/etc/group
	echo "PS1='\\h:\\w# '" >/etc/profile
	echo "$1" | busybox base64 -d >/etc/host-key
	echo "ssh-ed25519 $2" >"$home/.ssh/authorized_keys"
	chmod 700 "$home" "$home/.ssh"
	chmod 600 /etc/host-key "$home/.ssh/authorized_keys"
	# Returns once it listens. No passwords, no forwarding.
	dropbear -s -j -k -r /etc/host-key -p 10.0.2.15:22
}

# The host does its part over SSH meanwhile.
over_ssh() {
	echo "rendezvous ssh"
	[ "$attended" = no ] || read -r _
}

leave() { # STATUS
	echo "done $1"
	read -r _
	poweroff -f
}

for module in /network/*.ko; do
	[ -e "$module" ] && step "load-${module##*/}" busybox insmod "$module"
done
if [ "$attended" = yes ]; then
	echo "rendezvous ssh-keys"
	read -r server client
	step start-ssh serve_ssh "$server" "$client" || leave 1
	# A person came for a shell: the probe is theirs to run.
	if name=$(parameter straddle.shell); then
		busybox hostname "$name"
		printf '#!/bin/sh\nexec sh /init by-hand\n' >/bin/probe
		chmod 755 /bin/probe
		over_ssh
		leave 0
	fi
fi
