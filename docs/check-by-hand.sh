#!/usr/bin/env bash
# Checks one record with nothing but coreutils and openssl (3.0 or newer): that its leaf is in the tree that was signed, that the
# log's key signed it, and, with a disclosure, that what is shown is what the leaf commits to.
#
#   check-by-hand.sh VKEY PROOF [DISCLOSURE]
#
# VKEY        the log's key as you noted it down: deedbook keys log --tenant T
# PROOF       GET /api/v1/records/<id>/proof
# DISCLOSURE  GET /api/v1/records/<id>/disclosure
set -euo pipefail
vkey=$1 proof=$2 disclosure=${3:-}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
sha256() { openssl dgst -sha256 -binary; }

# The proof: the leaf, its index, the hashes beside the way up, and after the first empty line the signed checkpoint.
sed '/^$/q' "$proof" > "$work/head"
sed '1,/^$/d' "$proof" > "$work/note"
sed -n 's/^extra //p' "$work/head" | base64 -d > "$work/leaf"
index=$(sed -n 's/^index //p' "$work/head")
origin=$(sed -n 1p "$work/note")
size=$(sed -n 2p "$work/note")

# From the leaf up to the root (RFC 9162 2.1.3.2).
{ printf '\0'; cat "$work/leaf"; } | sha256 > "$work/hash"
node=$index last=$((size - 1))
while read -r sibling; do
  [ "$last" -gt 0 ] || { echo "FAILED: the proof is too long"; exit 1; }
  base64 -d <<< "$sibling" > "$work/sibling"
  if [ $((node & 1)) = 1 ] || [ "$node" = "$last" ]; then
    { printf '\1'; cat "$work/sibling" "$work/hash"; } | sha256 > "$work/next"
    while [ $((node & 1)) = 0 ] && [ "$node" != 0 ]; do node=$((node >> 1)) last=$((last >> 1)); done
  else
    { printf '\1'; cat "$work/hash" "$work/sibling"; } | sha256 > "$work/next"
  fi
  mv "$work/next" "$work/hash"
  node=$((node >> 1)) last=$((last >> 1))
done < <(sed '1,/^index /d;/^$/d' "$work/head")
[ "$last" = 0 ] && [ "$index" -lt "$size" ] && [ "$(base64 -w0 < "$work/hash")" = "$(sed -n 3p "$work/note")" ] ||
  { echo "FAILED: the leaf does not lead to the root that was signed"; exit 1; }
echo "leaf $index is in the tree of $size leaves of $origin"

# The signature: Ed25519 over the three lines, by the key whose last 32 bytes stand in the vkey after the second plus sign (base64 has more).
public=${vkey#*+} public=${public#*+}
[ "$origin" = "${vkey%%+*}" ] || { echo "FAILED: the key is of another log"; exit 1; }
{ printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; base64 -d <<< "$public" | tail -c 32; } > "$work/key"
sed -n 1,3p "$work/note" > "$work/text"
id=${vkey#*+} id=${id%%+*} signed=no
while read -r _ name signature; do
  base64 -d <<< "$signature" > "$work/line"
  [ "$name" = "$origin" ] && [ "$(head -c 4 "$work/line" | od -An -tx1 | tr -d ' ')" = "$id" ] || continue
  tail -c +5 "$work/line" > "$work/signature"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature" \
    > "$work/answer" 2>&1 || { echo "FAILED: bad signature"; exit 1; }
  signed=yes
done < <(sed '1,/^$/d' "$work/note")
[ "$signed" = yes ] || { echo "FAILED: the key did not sign"; exit 1; }
echo "signed by ${vkey%"+$public"}"

# Each part that is shown: SHA-256("audit-part/v1" LF name LF salt content) is what the leaf commits to.
[ -n "$disclosure" ] || exit 0
[ "$(tr -d ' \n' < "$disclosure" | sed 's/.*"leaf":"\([^"]*\)".*/\1/')" = "$(base64 -w0 < "$work/leaf")" ] ||
  { echo "FAILED: the disclosure is of another leaf"; exit 1; }
for part in actor attributes content facts; do
  committed=$(sed -n "s/.*\"parts\":{\([^}]*\)}.*/\1/p" "$work/leaf" | tr ',' '\n' | sed -n "s/^\"$part\":\"\(.*\)\"$/\1/p")
  shown=$(tr -d ' \n' < "$disclosure" | grep -o "\"$part\":{[^}]*}" || true)
  [ -n "$committed" ] || continue
  [ -n "$shown" ] || { echo "$part: not shown"; continue; }
  {
    printf 'audit-part/v1\n%s\n' "$part"
    sed 's/.*"salt":"\([^"]*\)".*/\1/' <<< "$shown" | base64 -d
    sed 's/.*"content":"\([^"]*\)".*/\1/' <<< "${shown#*:}" | base64 -d
  } | sha256 | base64 -w0 | tr '+/' '-_' | tr -d '=' > "$work/opened"
  [ "$(cat "$work/opened")" = "$committed" ] || { echo "FAILED: $part is not what the leaf commits to"; exit 1; }
  echo "$part: is what the leaf commits to"
done
