# Lets the host do its steps over SSH, between the two points at which it reads page tables.
#
# needs: ndctl
rendezvous before
over_ssh
rendezvous after
