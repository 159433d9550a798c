# What one types: the namespace is made by ndctl.
# needs: ndctl

rendezvous before
step create-namespace ndctl create-namespace -f -e namespace0.0 -m devdax -M mem -a 2M || exit
rendezvous after
