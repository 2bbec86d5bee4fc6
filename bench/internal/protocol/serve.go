package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Work is what a worker has set up.
type Work struct {
	Ready Reply          // what the setup is answered with
	Items []func() error // what is timed, one after another
}

// Serve answers requests until it is told to stop, or there are none left. What
// goes wrong is both answered and returned.
func Serve(in io.Reader, out io.Writer, build func(Setup) (*Work, error)) error {
	requests, replies := json.NewDecoder(in), json.NewEncoder(out)
	var work *Work
	for {
		var q Request
		if err := requests.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fail(replies, fmt.Errorf("request: %w", err))
		}
		reply, err := answer(q, &work, build)
		if err != nil {
			return fail(replies, err)
		}
		if err := replies.Encode(reply); err != nil || q.Do == "stop" {
			return err
		}
	}
}

func fail(replies *json.Encoder, err error) error {
	return errors.Join(err, replies.Encode(Reply{Error: err.Error()}))
}

func answer(q Request, work **Work, build func(Setup) (*Work, error)) (*Reply, error) {
	switch {
	case q.Do == "setup" && q.Setup != nil:
		w, err := build(*q.Setup)
		if err != nil {
			return nil, err
		}
		*work = w
		return &w.Ready, nil
	case q.Do == "run" && *work != nil:
		times, err := (*work).run(q.Seconds)
		return &Reply{TimesMS: times}, err
	case q.Do == "stop":
		return &Reply{PeakMB: PeakMB()}, nil
	}
	return nil, fmt.Errorf("request %q: want a setup first, then run or stop", q.Do)
}

// run times every item again and again, each for its share of the seconds.
func (w *Work) run(seconds float64) ([][]float64, error) {
	times := make([][]float64, len(w.Items))
	share := time.Duration(seconds / float64(len(w.Items)) * float64(time.Second))
	for i, item := range w.Items {
		for begin := time.Now(); ; {
			start := time.Now()
			if err := item(); err != nil {
				return nil, err
			}
			times[i] = append(times[i], float64(time.Since(start).Nanoseconds())/1e6)
			if time.Since(begin) >= share {
				break
			}
		}
	}
	return times, nil
}
