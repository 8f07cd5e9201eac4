// Command flux-verify answers as Flux's source-controller would: is an artifact signed by a public key?
//
// It makes the calls of source-controller v1.9 for `spec.verify: {provider: cosign, secretRef: …}` through the same
// libraries, in the versions that source-controller pins, and of source-controller up to v1.7 with -generation 1.7.
// Tagtrail's own reading of those rules (module attest, FluxRules) is held to what this program says.
//
//	flux-verify [-generation 1.9|1.7] -key A.pub [-key B.pub …] 127.0.0.1:5000/apps/shop@sha256:…
//
// Prints `accepted by A.pub` and ends with 0, or `refused: …` and ends with 1; 2 where the question makes no sense.
package main

import (
	"context"
	"crypto"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/sigstore/cosign/v3/cmd/cosign/cli/options"
	"github.com/sigstore/cosign/v3/pkg/cosign"
	"github.com/sigstore/cosign/v3/pkg/oci"
	ociremote "github.com/sigstore/cosign/v3/pkg/oci/remote"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
)

const patience = 60 * time.Second

type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func main() {
	var keys list
	flag.Var(&keys, "key", "a public key, PEM; any of several will do")
	generation := flag.String("generation", "1.9", "whose rules: source-controller 1.9, or 1.7 which knows no bundles")
	version := flag.Bool("version", false, "whose calls these are")
	flag.Parse()
	if *version {
		fmt.Println("source-controller v1.9.1")
		return
	}
	if flag.NArg() != 1 || len(keys) == 0 || (*generation != "1.9" && *generation != "1.7") {
		flag.Usage()
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ref, err := name.ParseReference(flag.Arg(0), name.Insecure)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	// As the controller does: each key of the Secret is tried for itself; a key that cannot be read ends the attempt.
	var problems []string
	for _, key := range keys {
		check, err := optionsFor(ctx, key)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		signatures, err := verify(ctx, ref, check, *generation == "1.9")
		if err == nil && len(signatures) > 0 {
			fmt.Println("accepted by", key)
			return
		}
		if err == nil {
			err = errors.New("no signatures")
		}
		problems = append(problems, fmt.Sprintf("%s: %v", key, err))
	}
	fmt.Println("refused:", strings.Join(problems, "; "))
	os.Exit(1)
}

// What the controller asks for when a public key is given: offline, without the transparency log, SHA-256, and no
// verifier of claims.
func optionsFor(ctx context.Context, key string) (*cosign.CheckOpts, error) {
	registry := options.RegistryOptions{}
	client, err := registry.ClientOpts(ctx)
	if err != nil {
		return nil, err
	}
	client = append(client, ociremote.WithRemoteOptions(remote.WithContext(ctx)))
	pem, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	public, err := cryptoutils.UnmarshalPEMToPublicKey(pem)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	verifier, err := signature.LoadVerifier(public, crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return &cosign.CheckOpts{
		RegistryClientOpts: client,
		SigVerifier:        verifier,
		Offline:            true,
		IgnoreTlog:         true,
		NewBundleFormat:    true,
	}, nil
}

// Bundles, if there is any; the first layout only where there is none.
func verify(ctx context.Context, ref name.Reference, check *cosign.CheckOpts, bundles bool) ([]oci.Signature, error) {
	if bundles {
		found, _, err := cosign.GetBundles(ctx, ref, check.RegistryClientOpts, name.Insecure)
		if err == nil && len(found) > 0 {
			check.NewBundleFormat = true
			signatures, _, err := cosign.VerifyImageAttestations(ctx, ref, check, name.Insecure)
			return signatures, err
		}
	}
	check.NewBundleFormat = false
	signatures, _, err := cosign.VerifyImageSignatures(ctx, ref, check)
	return signatures, err
}
