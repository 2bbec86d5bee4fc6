package checkpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Document is a JSON object as it was read: its fields in their order, those that
// nobody knows included.
type Document struct {
	names  []string
	values map[string]json.RawMessage
	read   map[string]json.RawMessage // how the struct that was filled from it writes itself
}

// ReadDocument lists the fields of an object.
func ReadDocument(text []byte) (*Document, error) {
	d := &Document{values: map[string]json.RawMessage{}}
	in := json.NewDecoder(bytes.NewReader(text))
	if open, err := in.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("want a JSON object")
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return nil, err
		}
		name, isName := key.(string)
		if !isName {
			return nil, fmt.Errorf("%v: want the name of a field", key)
		}
		if _, twice := d.values[name]; twice {
			return nil, fmt.Errorf("field %q is given twice", name)
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return nil, fmt.Errorf("field %q: %w", name, err)
		}
		d.names, d.values[name] = append(d.names, name), value
	}
	if _, err := in.Token(); err != nil {
		return nil, err
	}
	if _, err := in.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the JSON object")
	}
	return d, nil
}

// Unmarshal fills known, a pointer to a plain struct, from text.
func Unmarshal(text []byte, known any) (*Document, error) {
	d, err := ReadDocument(text)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(d.only(names(known)), known); err != nil {
		return nil, err
	}
	d.read, err = fields(known)
	return d, err
}

// only is the object's fields of these names. encoding/json would take "N_LAYER"
// for "n_layer" too.
func (d *Document) only(known map[string]bool) []byte {
	return object(slices.DeleteFunc(slices.Clone(d.names), func(name string) bool { return !known[name] }), d.values)
}

// names are those that a struct's fields have in JSON; known is a pointer to it.
func names(known any) map[string]bool {
	list, t := map[string]bool{}, reflect.TypeOf(known).Elem()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		list[name] = true
	}
	delete(list, "")
	return list
}

// Marshal writes the plain struct known as an object. What was read and
// has not changed since stays as it was; d may be nil.
func Marshal(d *Document, known any) ([]byte, error) {
	now, err := fields(known)
	if err != nil {
		return nil, err
	}
	if d == nil {
		d = new(Document)
	}
	names, values := slices.Clone(d.names), maps.Clone(d.values)
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if bytes.Equal(now[name], d.read[name]) {
			continue
		}
		if _, there := values[name]; !there {
			names = append(names, name)
		}
		if values == nil {
			values = map[string]json.RawMessage{}
		}
		values[name] = now[name]
	}
	for name := range d.read {
		if _, still := now[name]; !still { // omitted, since it is empty now
			names = slices.DeleteFunc(names, func(n string) bool { return n == name })
		}
	}
	return object(names, values), nil
}

// fields is what a struct writes itself as, by field.
func fields(known any) (map[string]json.RawMessage, error) {
	text, err := json.Marshal(known)
	if err != nil {
		return nil, err
	}
	var list map[string]json.RawMessage
	return list, json.Unmarshal(text, &list)
}

func object(names []string, values map[string]json.RawMessage) []byte {
	out := []byte{'{'}
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		key, _ := json.Marshal(name)
		out = append(append(append(out, key...), ':'), values[name]...)
	}
	return append(out, '}')
}

// Value is a field as it was written, nil if there is none.
func (d *Document) Value(name string) json.RawMessage { return d.values[name] }

// pretty is how transformers lays out config.json.
func pretty(text []byte) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, err
	}
	return append(out.Bytes(), '\n'), nil
}
