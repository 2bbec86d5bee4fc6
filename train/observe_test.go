package train_test

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

var story = []train.Event{
	{Kind: train.Started, Step: 10, Steps: 40},
	{Kind: train.Stepped, Step: 11, Steps: 40, Loss: 2.5, Rate: 0.001, Norm: 1.25, Tokens: 768, Seconds: 0.5},
	{Kind: train.Stepped, Step: 12, Steps: 40, Loss: 2.25, Tokens: 768},
	{Kind: train.Validated, Step: 12, Steps: 40, Loss: 2.125, Best: true},
	{Kind: train.Saved, Step: 12, Steps: 40, Path: "out/step-00000012"},
	{Kind: train.Saved, Step: 12, Steps: 40, Path: "out/step-00000012", Err: errors.New("older checkpoints: permission denied")},
	{Kind: train.Failed, Step: 12, Steps: 40, Path: "out/step-00000012", Err: errors.New("no space left on device")},
	{Kind: train.Stepped, Step: 13, Steps: 40, Loss: 2},
	{Kind: train.Validated, Step: 13, Steps: 40, Loss: 2.5},
	{Kind: train.Stepped, Step: 40, Steps: 40, Loss: 1},
	{Kind: train.Ended, Step: 40, Steps: 40},
}

func TestLines(t *testing.T) {
	var out bytes.Buffer
	observe := train.Lines(&out, 0)
	for _, e := range story {
		observe(e)
	}
	require.Equal(t, `step 10/40  resumed
step 12/40  loss 2.2500
step 12/40  validation loss 2.1250 (best)
step 12/40  saved in out/step-00000012
step 12/40  saved in out/step-00000012, but older checkpoints: permission denied
step 12/40  NOT saved in out/step-00000012: no space left on device; training goes on and will try again
step 13/40  validation loss 2.5000
step 40/40  loss 1.0000
`, out.String())
	out.Reset()
	train.Lines(&out, 1)(story[1])
	require.Equal(t, "step 11/40  loss 2.5000  rate 1.00e-03  norm 1.250  1536 tokens/s\n", out.String())
}

// On a terminal of 80 columns the bar takes one line, and what is to stay stands in
// lines of its own.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	observe := train.Bar(&out)
	for _, e := range story {
		time.Sleep(110 * time.Millisecond) // so that the bar is drawn each time
		observe(e)
	}
	var stays []string
	for _, line := range strings.Split(out.String(), "\n") {
		for _, drawn := range strings.Split(line, "\r") {
			if strings.Contains(drawn, "|") {
				require.LessOrEqual(t, len([]rune(drawn)), 79, drawn)
			}
		}
		if last := line[strings.LastIndex(line, "\r")+1:]; last != "" {
			stays = append(stays, strings.TrimSpace(last))
		}
	}
	require.Equal(t, "step 10/40  resumed", stays[0])
	require.Equal(t, "step 12/40  validation loss 2.1250 (best)", stays[1])
	require.Regexp(t, `^100% \|█+\|  40/40  loss 1.0000$`, stays[len(stays)-1])
	require.Regexp(t, regexp.MustCompile(`30% \|█+ +\|  12/40  loss 2.2500  \d+s left`), out.String())
}

// What is no terminal gets plain lines.
func TestProgressIntoAFile(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/out")
	require.NoError(t, err)
	defer f.Close()
	observe := train.Progress(f)
	for _, e := range story[:3] {
		observe(e)
	}
	content, err := os.ReadFile(f.Name())
	require.NoError(t, err)
	require.Equal(t, "step 10/40  resumed\nstep 12/40  loss 2.2500\n", string(content))
}
