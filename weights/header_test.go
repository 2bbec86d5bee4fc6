package weights

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The inputs of the reference's own tests.
func TestReferenceCases(t *testing.T) {
	var vectors struct {
		Cases []struct {
			Test   string `json:"test"`
			Bytes  []byte `json:"bytes_b64"`
			Expect string `json:"expect"`
		} `json:"cases"`
	}
	require.NoError(t, json.Unmarshal(read(t, "testdata/safetensors_cases.json"), &vectors))
	require.Len(t, vectors.Cases, 15)
	want := []string{
		7:  "the header says it has 60 bytes, the file has 0 after its length",
		6:  "the file has 0 bytes, too few for the header's length, which takes 8",
		5:  "the header says it has 18446742974197923900 bytes, more than 100000000",
		3:  "the file has 50 bytes of data, its tensors end at 16",
		4:  `"test": data 0:16, the file has only 14 bytes of data: truncated?`,
		8:  "header: does not begin with {",
		9:  "header: ends too early",
		12: `"test": data 0:4 is 4 bytes, shape [2, 2] of I32 needs 16`,
		13: `header: "test": "shape": 18446744073709551614 overflows`,
		14: `"test": shape [2, 9223372036854775807] has more elements than can be counted`,
	}
	for i, c := range vectors.Cases {
		path := put(t, filepath.Join(t.TempDir(), "model.safetensors"), c.Bytes)
		s, err := Open(path)
		if c.Expect == "ok" {
			require.NoError(t, err, c.Test)
			require.NoError(t, s.Close())
			continue
		}
		require.EqualError(t, err, "open model.safetensors: "+want[i], c.Test)
	}
}

func TestMalformed(t *testing.T) {
	one := `"dtype":"F32","shape":[1],"data_offsets":[0,4]`
	for _, c := range []struct{ header, want string }{
		{`{}`, "the file has 4 bytes of data, its tensors end at 0"},
		{` {}`, `header: does not begin with {`},
		{`[]`, `header: does not begin with {`},
		{`{"a":{` + one + `},}`, `header: invalid character '}' looking for beginning of object key string`},
		{`{"a":{"dtype":"F32" "shape":[1]}}`, `header: "a": invalid character '"' after object key:value pair`},
		{`{"a" {` + one + `}}`, `header: "a": invalid character '{' after object key`},
		{`{"a":{` + one + `},"a":{` + one + `}}`, `header: "a" is given twice`},
		{`{"a":{"dtype":"F32",` + one + `}}`, `header: "a": "dtype" is given twice`},
		{`{"a":{` + one + `},"\u0061":{` + one + `}}`, `header: "a" is given twice`},
		{`{"a":{` + one + `}}x`, `header: invalid character 'x' looking for beginning of value after the end of the object`},
		{`{"a":{` + one + `}}{}`, `header: { after the end of the object`},
		{`{"a":{` + one, `header: "a": ends too early`},
		{`{"a":[1]}`, `header: "a": [, want an object`},
		{`{"a":{"dtype":"F32","shape":[1]}}`, `header: "a": wants dtype, shape and data_offsets`},
		{`{"a":{` + one + `,"more":[[[]]]}}`, `header: "a": "more": unknown, want dtype, shape and data_offsets`},
		{`{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}`, `header: "a": "shape": [ is no size`},
		{`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, `header: "a": "shape": -1 is no size`},
		{`{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}`, `header: "a": "shape": 1.0 is no size`},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}`, `header: "a": "data_offsets": 3 numbers, want begin and end`},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, `"a": data 4:0 ends before it begins`},
		{`{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}`, `"a": dtype "F31" is not one of safetensors'`},
		{`{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}`, `header: "a": "dtype": 4, want a string`},
		{`{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,4]}}`, `"a": shape [3] of F4 does not end on a byte`},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}`, `"a": data 2:6, the file has only 4 bytes of data: truncated?`},
		{`{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}`,
			`"b": data 3:4 leaves a hole of 1 bytes after 2`},
		{`{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}`,
			`"b": data 2:4 overlaps the tensor before, which ends at 3`},
		{`{"__metadata__":{"a":1},"a":{` + one + `}}`, `header: "__metadata__": "a": 1, want a string`},
		{`{"__metadata__":{"a":{}},"a":{` + one + `}}`, `header: "__metadata__": "a": {, want a string`},
		{`{"` + "\xff" + `":{` + one + `}}`, `header: is not UTF-8`},
		{`{"":{` + one + `}}`, `"": the path is empty`},
	} {
		path := put(t, filepath.Join(t.TempDir(), "model.safetensors"), file(c.header, 0, 0, 0, 0))
		_, err := Open(path)
		require.EqualError(t, err, "open model.safetensors: "+c.want, c.header)
	}
}

// A truncated checkpoint and one that says more than it has.
func TestTruncated(t *testing.T) {
	whole := model(t, nil, counting("a", 4, 4))
	path := filepath.Join(t.TempDir(), "model.safetensors")
	for n := range len(whole) {
		put(t, path, whole[:n])
		_, err := Open(path)
		require.ErrorContains(t, err, "open model.safetensors: ")
	}
	put(t, path, whole[:len(whole)-1])
	_, err := Open(path)
	require.EqualError(t, err, `open model.safetensors: "a": data 0:64, the file has only 63 bytes of data: truncated?`)
}

func TestOpenNothing(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "none.safetensors"))
	require.ErrorIs(t, err, os.ErrNotExist)
	folder := t.TempDir()
	_, err = Open(folder)
	require.EqualError(t, err, "open "+filepath.Base(folder)+": the folder has neither model.safetensors nor model.safetensors.index.json nor pytorch_model.bin")
	require.NoError(t, os.Mkdir(filepath.Join(folder, "model.safetensors"), 0o777))
	_, err = Open(folder)
	require.EqualError(t, err, "open "+filepath.Base(folder)+": is no regular file")
}
