package train

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/weights"
)

// save writes a checkpoint of what is now, beside the others, and then removes
// those that need not be kept. If it fails it has left the others as they were.
func (r *run) save() error {
	path := r.folder.at(r.state.Step)
	if err := r.log.flush(); err != nil {
		return fmt.Errorf("%s: %w", logFile, err)
	}
	temporary := hidden(path, "tmp")
	if err := os.RemoveAll(temporary); err != nil {
		return plain(err)
	}
	if err := r.write(temporary); err != nil {
		_ = os.RemoveAll(temporary) // gives back the room on a full disk
		return err
	}
	if err := r.folder.replace(temporary, path); err != nil {
		return err
	}
	r.saved, r.path = r.state.Step, path
	return nil
}

// write makes a folder of all files and brings it to the disk.
func (r *run) write(folder string) error {
	if err := os.Mkdir(folder, 0o777); err != nil {
		return plain(err)
	}
	r.state.Files = map[string]string{}
	if err := r.writeTensors(folder); err != nil {
		return err
	}
	for name, content := range r.t.Checkpoints.Files {
		if err := r.writeFile(folder, name, content); err != nil {
			return err
		}
	}
	for name := range r.state.Files {
		s, err := sum(filepath.Join(folder, name))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.state.Files[name] = s
	}
	content, err := r.state.encode()
	if err != nil {
		return fmt.Errorf("%s: %w", stateFile, err)
	}
	if err := writeSynced(filepath.Join(folder, stateFile), content); err != nil {
		return fmt.Errorf("%s: %w", stateFile, err)
	}
	syncFolder(folder)
	return r.folder.pause(stateFile)
}

func (r *run) writeTensors(folder string) error {
	model, err := exact(r.store)
	if err != nil {
		return err
	}
	if err := r.writeStore(folder, modelFile, model, r.t.Checkpoints.Layouts...); err != nil {
		return err
	}
	moments := weights.New(0)
	if err := r.t.Optimizer.Save(moments); err != nil {
		return err
	}
	if err := r.writeStore(folder, optimizerFile, moments); err != nil {
		return err
	}
	if len(r.states.Paths()) == 0 {
		return nil
	}
	states := weights.New(0)
	if err := r.states.Save(states); err != nil {
		return err
	}
	return r.writeStore(folder, statesFile, states)
}

func (r *run) writeStore(folder, name string, s *weights.Store, layouts ...weights.Layout) error {
	if err := s.Save(filepath.Join(folder, name), layouts...); err != nil {
		return err
	}
	r.state.Files[name] = "written"
	return r.folder.pause(name)
}

func (r *run) writeFile(folder, name string, content []byte) error {
	if err := writeSynced(filepath.Join(folder, name), content); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r.state.Files[name] = "written"
	return r.folder.pause(name)
}

// exact is the store, or, if its file has a type other than the one computed
// with, such as F16, a copy that loses nothing when it is saved.
func exact(s *weights.Store) (*weights.Store, error) {
	same := true
	for _, path := range s.Paths() {
		e, _ := s.Entry(path)
		same = same && (!e.Declared() || e.Dtype() == weights.F32 && e.Float32s() != nil || e.Dtype() == weights.F64 && e.Float64s() != nil)
	}
	if same {
		return s, nil
	}
	s.BeginRead()
	defer s.EndRead()
	c := weights.New(0)
	for _, path := range s.Paths() {
		e, _ := s.Entry(path)
		if err := copyEntry(c, e); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func copyEntry(to *weights.Store, e *weights.Entry) error {
	if value := e.Value(); value != nil {
		if _, err := to.Declare(e.Path(), value.Dtype(), nil, e.Shape()...); err != nil {
			return err
		}
		return to.Set(e.Path(), value)
	}
	return to.PutBytes(e.Path(), e.Dtype(), e.Bytes(), e.Shape()...)
}
