package train_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

// smallDisk is a disk of some bytes.
func smallDisk(t *testing.T, bytes int) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Skipf("cannot mount a small disk to fill: %v; the tests with a failing save and with a limit on files stand for it", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(folder, 0)) })
	return folder
}

// fill takes all room of a disk, but for some bytes.
func fill(t *testing.T, ballast string, but int64) {
	t.Helper()
	f, err := os.Create(ballast)
	require.NoError(t, err)
	n := int64(0)
	for err == nil {
		var wrote int
		wrote, err = f.Write(make([]byte, 4096))
		n += int64(wrote)
	}
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.NoError(t, f.Truncate(max(n-but, 0)))
	require.NoError(t, f.Close())
}

// The disk is full from step 5 to step 9, but for a few pages: too little for all
// or for a part of a checkpoint.
func TestDiskFillsUp(t *testing.T) {
	want := alone(t, nil)
	for _, room := range []int64{0, 4096, 12288} {
		folder := smallDisk(t, 256<<10)
		ballast := filepath.Join(folder, "ballast")
		tr := newTrainer(t, folder)
		failed := 0
		tr.Observers = []train.Observer{func(e train.Event) {
			switch {
			case e.Kind == train.Failed:
				failed++
				require.ErrorIs(t, e.Err, syscall.ENOSPC)
				whole(t, folder, 4)
			case e.Kind == train.Stepped && e.Step == 5:
				fill(t, ballast, room)
			case e.Kind == train.Stepped && e.Step == 9:
				require.NoError(t, os.Remove(ballast))
			}
		}}
		_, err := tr.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 4, failed)
		same(t, want, result(t, folder), fmt.Sprintf("%d bytes were free", room))
	}
}

// whole makes sure that a run could go on from the newest checkpoint.
func whole(t *testing.T, folder string, step int) {
	t.Helper()
	c, err := train.Latest(folder)
	require.NoError(t, err)
	require.Equal(t, step, c.State.Step)
	other := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(other, filepath.Base(c.Path)), os.DirFS(c.Path)))
	tr := newTrainer(t, other)
	tr.Steps = step
	s, err := tr.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, step, s.Resumed)
}

func TestDiskStaysFull(t *testing.T) {
	folder := smallDisk(t, 256<<10)
	ballast := filepath.Join(folder, "ballast")
	tr := newTrainer(t, folder)
	tr.Observers = []train.Observer{func(e train.Event) {
		if e.Kind == train.Stepped && e.Step == 5 {
			fill(t, ballast, 4096)
		}
	}}
	_, err := tr.Run(t.Context())
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.ErrorContains(t, err, "to go on from "+filepath.Join(folder, "step-00000004")+", which is whole")
	require.NoError(t, os.Remove(ballast))
	_, err = newTrainer(t, folder).Run(t.Context())
	require.NoError(t, err)
	same(t, alone(t, nil), result(t, folder), "")
}

func TestDiskWithoutRoomIsRefused(t *testing.T) {
	folder := smallDisk(t, 40<<10)
	tr := newTrainer(t, folder)
	tr.Observers = []train.Observer{func(train.Event) { t.Fatal("training has begun") }}
	_, err := tr.Run(t.Context())
	require.EqualError(t, err, "train: "+folder+": its disk has 41 kB free, a checkpoint takes about 70.1 kB: make room or give another folder")
}

func TestReadOnlyDiskIsRefused(t *testing.T) {
	folder := smallDisk(t, 256<<10)
	require.NoError(t, syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, err := newTrainer(t, folder).Run(t.Context())
	require.EqualError(t, err, "train: cannot save in "+folder+": read-only file system; give another folder")
}

// A child may write no file of more than 1000 bytes from step 4 to step 8.
func TestFilesAreLimited(t *testing.T) {
	folder := t.TempDir()
	p := startChild(t, folder, limitSteps+"=4-8")
	p.started()
	var lines []string
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			break
		}
		if strings.HasPrefix(line, "failed") {
			lines = append(lines, line)
		}
	}
	require.Zero(t, p.ended(t))
	require.Len(t, lines, 4, "%v", lines)
	require.True(t, strings.HasPrefix(lines[0], "failed 4 "), lines[0])
	require.Contains(t, lines[0], "file too large")
	same(t, alone(t, nil), result(t, folder), "")
}
