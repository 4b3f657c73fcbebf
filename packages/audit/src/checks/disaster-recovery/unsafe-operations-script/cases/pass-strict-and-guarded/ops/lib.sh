clean() {
  work=$(mktemp -d)
  rm -rf "$work/tmp"
  rm -rf "${CACHE:?}/tmp"
}
