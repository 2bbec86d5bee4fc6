//go:build unix

package train_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

const wantKills = 24

// A run killed at random moments, while it starts, trains, saves or resumes,
// comes to the bits of the run that was left alone.
func TestKilledAtRandomMoments(t *testing.T) {
	want := alone(t, nil)
	start, step := pace(t)
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0)) // other moments each time: all must do
	kills, runs, after := 0, 0, map[int]int{}
	for kills < wantKills {
		folder := t.TempDir()
		for done := false; !done; {
			p := startChild(t, folder)
			if r.IntN(4) > 0 {
				p.started()
				time.Sleep(time.Duration(r.Int64N(int64(3 * step))))
			} else {
				time.Sleep(time.Duration(r.Int64N(int64(start))))
			}
			_ = p.Process.Kill()
			switch code := p.ended(t); code {
			case -1:
				kills++
				newest := 0
				if c, err := train.Latest(folder); err == nil {
					newest = c.State.Step
				}
				after[newest]++
			case 0:
				done = true
			default:
				t.Fatalf("exit status %d", code)
			}
		}
		runs++
		same(t, want, result(t, folder), fmt.Sprintf("after %d kills in all", kills))
	}
	t.Logf("%d kills in %d runs, by the step of the newest checkpoint: %v", kills, runs, after)
	require.Greater(t, len(after), 3, "the kills were at different steps: %v", after)
}

// pace is how long a child takes to start, and then for each step.
func pace(t *testing.T) (start, step time.Duration) {
	t.Helper()
	began := time.Now()
	p := startChild(t, t.TempDir())
	p.started()
	start = time.Since(began)
	text, err := p.out.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "done\n", text)
	step = (time.Since(began) - start) / steps
	_ = p.ended(t)
	return start, step
}

// So does one that is interrupted as by Ctrl-C, and then nothing is lost.
func TestInterruptedAtRandomMoments(t *testing.T) {
	want := alone(t, nil)
	_, step := pace(t)
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	for interrupts := 0; interrupts < 6; {
		folder := t.TempDir()
		for code := -1; code != 0; {
			p := startChild(t, folder)
			p.started()
			time.Sleep(time.Duration(r.Int64N(int64(5 * step))))
			_ = p.Process.Signal(os.Interrupt)
			code = p.ended(t)
			require.Contains(t, []int{0, exitInterrupted}, code)
			if code == exitInterrupted {
				interrupts++
			}
		}
		same(t, want, result(t, folder), fmt.Sprintf("after %d interrupts in all", interrupts))
	}
}

// crash is what a killed process is to the test: nothing after it happens.
type crash struct{}

// Killed between any two parts of a save, a run comes to the same bits.
func TestKilledInsideASave(t *testing.T) {
	points := killedInsideASave(t, func(string) {})
	require.Len(t, points, 7, "%v", points)
}

// So it does while it replaces a checkpoint of the same step, which an interrupted
// validation has left.
func TestKilledInsideASaveThatReplaces(t *testing.T) {
	points := killedInsideASave(t, func(folder string) {
		tr := newTrainer(t, folder)
		short(tr)
		cutValidation(t, tr, 2)
	})
	require.Len(t, points, 7, "%v", points)
}

func short(tr *train.Trainer) { tr.Steps, tr.Checkpoints.Every, tr.Checkpoints.Keep = 6, 2, 1 }

// killedInsideASave kills at each point in turn and counts them by name.
func killedInsideASave(t *testing.T, before func(folder string)) map[string]int {
	want := alone(t, short)
	points := map[string]int{}
	for n := 0; ; n++ {
		folder := t.TempDir()
		before(folder)
		tr := newTrainer(t, folder)
		short(tr)
		at := runUntilPoint(t, tr, n)
		if at == "" {
			return points
		}
		points[at]++
		tr = newTrainer(t, folder)
		short(tr)
		_, err := tr.Run(t.Context())
		require.NoError(t, err)
		same(t, want, result(t, folder), fmt.Sprintf("killed at point %d, %s", n, at))
		hidden, err := filepath.Glob(filepath.Join(folder, ".*"))
		require.NoError(t, err)
		require.Equal(t, []string{filepath.Join(folder, ".lock")}, hidden, "nothing is left behind")
	}
}

// runUntilPoint is the name of the point where it was killed, "" if the run has
// no more than n.
func runUntilPoint(t *testing.T, tr *train.Trainer, n int) (at string) {
	tr.Pause(func(point string) error {
		if n--; n < 0 {
			at = point
			panic(crash{})
		}
		return nil
	})
	defer func() {
		if e := recover(); e != nil && e != (crash{}) {
			panic(e)
		}
	}()
	_, err := tr.Run(t.Context())
	require.NoError(t, err)
	return ""
}

// A checkpoint that was moved out of the way comes back if the one to replace it
// never came.
func TestReplacedCheckpointComesBack(t *testing.T) {
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	tr.Checkpoints.Every = 0
	cancelAt(t, tr, func(e train.Event) bool { return e.Kind == train.Stepped && e.Step == 1 })
	require.NoError(t, os.Rename(filepath.Join(folder, "step-00000001"), filepath.Join(folder, ".step-00000001.old")))
	s, err := newTrainer(t, folder).Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, s.Resumed)
	same(t, alone(t, nil), result(t, folder), "")
}

// Two runs do not train in one folder at once.
func TestFolderIsLocked(t *testing.T) {
	folder := t.TempDir()
	p := startChild(t, folder)
	p.started()
	_, err := newTrainer(t, folder).Run(t.Context())
	require.EqualError(t, err, "train: cannot save in "+folder+
		": another run is training in it; wait for its end or give another folder")
	require.NoError(t, p.Process.Signal(syscall.SIGKILL))
	require.Equal(t, -1, p.ended(t))
}
