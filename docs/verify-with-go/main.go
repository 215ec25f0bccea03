// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

// Verifies a ledger from outside, with the packages of the Go project (golang.org/x/mod/sumdb/note and .../tlog), which know
// nothing of Deedbook. What is here is nothing but fetching and the order of the checks.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // C2SP tlog-tiles: 256 hashes a tile

var (
	ledger    = flag.String("ledger", "", "URL of the ledger: http://host:port/ledger/<log>")
	key       = flag.String("key", "", "API key that may read, where ledgers are not public")
	vkey      = flag.String("vkey", "", "the log's verification key, noted down at the beginning")
	kept      = flag.String("kept", "", "file with a checkpoint that was kept earlier")
	receipt   = flag.String("receipt", "", "file with a tlog-proof (.tlog-proof) of one record")
	witnesses verifiers
)

type verifiers []note.Verifier

func (v *verifiers) String() string { return "" }

func (v *verifiers) Set(text string) error {
	witness, err := newWitness(text)
	*v = append(*v, witness)
	return err
}

func main() {
	flag.Var(&witnesses, "witness", "a witness's verification key; may be given several times")
	flag.Parse()
	logKey, err := note.NewVerifier(*vkey)
	check(err)
	trusted := note.VerifierList(append(witnesses, logKey)...)
	if *receipt != "" {
		verifyReceipt(trusted)
	}
	if *ledger == "" {
		return
	}
	text := fetch("checkpoint")
	tree := open("checkpoint", text, trusted)
	if *kept != "" {
		verifyConsistency(trusted, tree)
	}
	verifyEntries(tree)
}

// open checks the signatures of a checkpoint and reads its size and root.
func open(what string, text []byte, trusted note.Verifiers) tlog.Tree {
	n, err := note.Open(text, trusted)
	check(err)
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 {
		fail("the checkpoint has %d lines", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	logSigned := false
	for _, sig := range n.Sigs {
		logSigned = logSigned || sig.Name == lines[0]
		fmt.Printf("%s of %d entries: signed by %s%s\n", what, size, sig.Name, signedAt(sig))
	}
	if !logSigned {
		fail("the log itself did not sign")
	}
	return tlog.Tree{N: size, Hash: root}
}

// verifyConsistency shows that the ledger only grew since a checkpoint was kept.
func verifyConsistency(trusted note.Verifiers, tree tlog.Tree) {
	text, err := os.ReadFile(*kept)
	check(err)
	old := open("kept checkpoint", text, trusted)
	if old.N > tree.N {
		fail("ROLLBACK: the ledger has %d entries, the kept checkpoint %d", tree.N, old.N)
	}
	if old.N == tree.N {
		if old.Hash != tree.Hash {
			fail("FORK: two trees of %d entries", tree.N)
		}
	} else {
		proof := hashes(string(fetch(fmt.Sprintf("consistency?from=%d&to=%d", old.N, tree.N))))
		check(tlog.CheckTree(tlog.TreeProof(proof), tree.N, tree.Hash, old.N, old.Hash))
	}
	fmt.Printf("consistent: the first %d of %d entries are those of the kept checkpoint\n", old.N, tree.N)
}

// verifyEntries reads every entry and finds its hash in the tiles, which TileHashReader has checked against the root.
func verifyEntries(tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, tiles{})
	for first := int64(0); first < tree.N; first += 1 << height {
		count := tree.N - first
		if count > 1<<height {
			count = 1 << height
		}
		leaves := entries(fetch(tilePath("entries", first>>height, int(count))), int(count))
		indexes := make([]int64, count)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		inTree, err := reader.ReadHashes(indexes)
		check(err)
		for i, leaf := range leaves {
			if tlog.RecordHash(leaf) != inTree[i] {
				fail("entry %d is not the one in the tree", first+int64(i))
			}
		}
	}
	fmt.Printf("entries: all %d are in the tree\n", tree.N)
}

// verifyReceipt checks one tlog-proof, whose extra line holds the leaf.
func verifyReceipt(trusted note.Verifiers) {
	file, err := os.ReadFile(*receipt)
	check(err)
	parts := strings.SplitN(string(file), "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		fail("the receipt is not in the form of a tlog-proof with its leaf")
	}
	leaf, err := base64.StdEncoding.DecodeString(lines[1][len("extra "):])
	check(err)
	index, err := strconv.ParseInt(lines[2][len("index "):], 10, 64)
	check(err)
	tree := open("receipt's checkpoint", []byte(parts[1]), trusted)
	proof := hashes(strings.Join(lines[3:], "\n"))
	check(tlog.CheckRecord(tlog.RecordProof(proof), tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Printf("receipt: entry %d is in the tree: %s\n", index, leaf)
}

// tiles reads the tiles of the ledger; Go's own layout has the height in the path, tlog-tiles has not.
type tiles struct{}

func (tiles) Height() int { return height }

func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		read = append(read, fetch(tilePath(strconv.Itoa(tile.L), tile.N, tile.W)))
	}
	return read, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func tilePath(level string, number int64, width int) string {
	path := fmt.Sprintf("%03d", number%1000)
	for number >= 1000 {
		number /= 1000
		path = fmt.Sprintf("x%03d/%s", number%1000, path)
	}
	if width < 1<<height {
		path += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + path
}

func entries(bundle []byte, count int) [][]byte {
	var leaves [][]byte
	for len(bundle) >= 2 {
		size := int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < 2+size {
			break
		}
		leaves = append(leaves, bundle[2:2+size])
		bundle = bundle[2+size:]
	}
	if len(bundle) != 0 || len(leaves) != count {
		fail("an entry bundle has %d entries (expected: %d)", len(leaves), count)
	}
	return leaves
}

func hashes(text string) []tlog.Hash {
	var parsed []tlog.Hash
	for _, line := range strings.Fields(text) {
		hash, err := tlog.ParseHash(line)
		check(err)
		parsed = append(parsed, hash)
	}
	return parsed
}

func fetch(path string) []byte {
	request, err := http.NewRequest("GET", *ledger+"/"+path, nil)
	check(err)
	if *key != "" {
		request.Header.Set("Authorization", "Bearer "+*key)
	}
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(err)
	if response.StatusCode != 200 {
		fail("GET %s: %s", path, response.Status)
	}
	return body
}

// witness verifies cosignatures (C2SP tlog-cosignature, Ed25519), a kind of key that note itself does not have.
type witness struct {
	name      string
	hash      uint32
	publicKey ed25519.PublicKey
}

func newWitness(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("not a verification key")
	}
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != 4 {
		return nil, fmt.Errorf("not an Ed25519 cosignature key")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
	if fmt.Sprintf("%x", id[:4]) != parts[1] {
		return nil, fmt.Errorf("the key id is not the one of name and key")
	}
	return witness{parts[0], binary.BigEndian.Uint32(id[:4]), typed[1:]}, nil
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig)
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", seconds)), text...)
	return ed25519.Verify(w.publicKey, message, sig[8:])
}

func signedAt(sig note.Signature) string {
	raw, err := base64.StdEncoding.DecodeString(sig.Base64)
	if err != nil || len(raw) != 4+8+ed25519.SignatureSize {
		return ""
	}
	seconds := int64(binary.BigEndian.Uint64(raw[4:]))
	return " at " + time.Unix(seconds, 0).UTC().Format(time.RFC3339)
}

func check(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Printf("NOT VERIFIED: "+format+"\n", args...)
	os.Exit(1)
}
