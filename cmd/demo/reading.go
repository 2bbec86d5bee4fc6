package main

import (
	"errors"
	"fmt"
	"io/fs"
)

// refused is the error of reading a file, with what to do if the system does not
// give it out; other is what could be given in its place.
func refused(err error, other string) error {
	if errors.Is(err, fs.ErrNotExist) { // whoever met it has said what is wanted
		return err
	}
	advice := "give " + other
	if errors.Is(err, fs.ErrPermission) {
		advice = "allow yourself to read it, or " + advice
	}
	var at *fs.PathError
	switch {
	case errors.As(err, &at):
		return fmt.Errorf("cannot read %s: %w: %s", at.Path, at.Err, advice)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %s", err, advice)
	}
	return err
}
