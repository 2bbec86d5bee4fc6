package train

import (
	"fmt"

	"github.com/gaze-ml/gaze/optimizers"
)

const roomForSmallFiles = 64 << 10

// slotsOf is how many tensors an optimizer keeps for each parameter; two, as of
// Adam, if it is of an unknown kind.
func slotsOf(o optimizers.Optimizer) int {
	if sgd, ok := o.(*optimizers.SGD); ok {
		return len(sgd.Velocity.Slots())
	}
	return 2
}

// checkSpace refuses a disk without room for one checkpoint.
func (r *run) checkSpace() error {
	need := r.size()
	free, known := freeSpace(r.folder.path)
	if known && free < need {
		return fmt.Errorf("%s: its disk has %s free, a checkpoint takes about %s: make room or give another folder",
			r.folder.path, inBytes(free), inBytes(need))
	}
	return nil
}

// inBytes is a number of bytes as people read it.
func inBytes(n uint64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	x, i := float64(n)/1000, 0
	for x >= 999.5 && i < len(units)-1 {
		x, i = x/1000, i+1
	}
	return fmt.Sprintf("%.3g %cB", x, units[i])
}
