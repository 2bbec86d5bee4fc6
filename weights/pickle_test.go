package weights

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPickleValues(t *testing.T) {
	for code, want := range map[string]any{
		"\x80\x02N.":         nil,
		"\x80\x02\x88.":      true,
		"\x89.":              false,
		"K\xff.":             int64(255),
		"M\x00\x01.":         int64(256),
		"J\xfe\xff\xff\xff.": int64(-2),
		"\x8a\x00.":          int64(0),
		"\x8a\x01\x80.":      int64(-128),
		"\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.":       int64(1<<63 - 1),
		"G\x3f\xf8\x00\x00\x00\x00\x00\x00.":              1.5,
		"\x8c\x02\xc3\xa9.":                               "é",
		"X\x01\x00\x00\x00a.":                             "a",
		"\x8d\x01\x00\x00\x00\x00\x00\x00\x00a.":          "a",
		").":                                              tuple(nil),
		"K\x01\x85.":                                      tuple{int64(1)},
		"(K\x01K\x02t.":                                   tuple{int64(1), int64(2)},
		"]K\x01a(K\x02K\x03e.":                            &list{[]any{int64(1), int64(2), int64(3)}},
		"}K\x01Ns.":                                       &dictionary{[]any{int64(1)}, []any{nil}},
		"K\x07q\x00h\x00\x86.":                            tuple{int64(7), int64(7)},
		"K\x07r\x00\x01\x00\x00j\x00\x01\x00\x00\x86.":    tuple{int64(7), int64(7)},
		"\x8c\x05torch\x8c\x0cFloatStorage\x93\x94h\x00.": nil,
		"ctorch\nFloatStorage\n.":                         global("torch.FloatStorage"),
		"ccollections\nOrderedDict\n)R}b.":                new(dictionary),
	} {
		v, err := unpickle([]byte(code))
		if strings.HasPrefix(code, "\x8c\x05torch") {
			require.ErrorContains(t, err, "leaves 2 values")
			continue
		}
		require.NoError(t, err, "%q", code)
		require.Equal(t, want, v, "%q", code)
	}
}

func TestPickleRefused(t *testing.T) {
	deep := strings.Repeat("(", deepest+1)
	for code, want := range map[string]string{
		"":                                       "byte 0: ends too early",
		"\x80":                                   "byte 0: ends too early",
		"\x80\x01N.":                             "byte 0: protocol 1, want 2 to 5",
		"N":                                      "byte 1: ends too early",
		".":                                      "leaves 0 values and 0 open containers",
		"NN.":                                    "leaves 2 values",
		"(N.":                                    "leaves 1 values and 1 open containers",
		"I1\n.":                                  `opcode 'I' is not among those that a dict of tensors needs`,
		"cos\nsystem\n":                          `wants "os.system", which is not on the list of what a checkpoint may name: storages, types and collections.OrderedDict, torch._utils._rebuild_parameter`,
		"cbuiltins\neval\n":                      `wants "builtins.eval"`,
		"cos\nsystem":                            "ends too early",
		"\x8c\x02os\x8c\x01x\x93":                `wants "os.x"`,
		"NN\x93":                                 "the name None of None",
		"ctorch\nFloatStorage\n)R":               "calls torch.FloatStorage",
		"N)R":                                    "calls None",
		"ccollections\nOrderedDict\nNR":          "with None, want a tuple",
		"ccollections\nOrderedDict\nN\x85R":      "collections.OrderedDict: 1 arguments, want none",
		"N}b":                                    "sets attributes of None",
		"K\x01a":                                 "takes values that are not there",
		"K\x01K\x02a":                            "appends to the number 1",
		"NNNs":                                   "sets keys of None",
		"}(Nu":                                   "a key without a value",
		"t":                                      "closes a container that was not opened",
		"N(\x85":                                 "takes values that are not there",
		"h\x03":                                  "takes value 3, which was not kept",
		"\x94":                                   "takes values that are not there",
		"X\xff\xff\xff\xffa":                     "ends too early",
		"\x8d\xff\xff\xff\xff\xff\xff\xff\xffab": "ends too early",
		"\x8c\x01\xff":                           "a string is not UTF-8",
		"\x8a\x09123456789":                      "a number of 9 bytes, want at most 8",
		"NQ":                                     "None stands for something outside, want a storage",
		"(X\x07\x00\x00\x00storageN\x8c\x010\x8c\x03cpuK\x01tQ":                             "a storage of type None",
		"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nN\x8c\x03cpuK\x01tQ":                "a storage whose key is None",
		"(X\x07\x00\x00\x00storagectorch\nFloatStorage\n\x8c\x010\x8c\x03cpu\x8a\x01\xfftQ": `storage "0": elements: the number -1 is no size`,
		"ctorch._utils\n_rebuild_tensor_v2\n)R":                                             "0 arguments, want 6 or 7",
		"ctorch._utils\n_rebuild_tensor_v2\n(NNNNNNtR":                                      "None, want a storage",
		"ctorch._utils\n_rebuild_parameter\nNN)\x87R":                                       "want a tensor, a bool and no hooks",
		"ctorch._utils\n_rebuild_parameter\nNNN\x87R":                                       "None, want a tensor",
		deep: "byte 64: more than 64 containers within each other",
	} {
		_, err := unpickle([]byte(code))
		require.ErrorContains(t, err, want, "%q", code)
	}
	_, err := unpickle(make([]byte, pickleLimit+1))
	require.EqualError(t, err, "the pickle has 16777217 bytes, more than 16777216")
}

// FuzzPickle: no bytes make a panic, or more memory than their number accounts
// for.
func FuzzPickle(f *testing.F) {
	files, err := filepath.Glob("testdata/torch/*.bin")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		a, err := readArchive(read(f, file))
		if err != nil {
			continue
		}
		code, err := a.record(programAt)
		require.NoError(f, err)
		f.Add(code)
	}
	storages := string(make([]byte, 64))
	f.Fuzz(func(t *testing.T, code []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		v, err := unpickle(code)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20+uint64(len(code))*400 {
			t.Fatalf("%d bytes allocated for a pickle of %d", grown, len(code))
		}
		if state, ok := v.(*dictionary); err == nil && ok {
			a, err := readArchive(torchFileOf(t, "x/data.pkl", "", "x/data/0", storages, "x/data/1", storages[:3]))
			require.NoError(t, err)
			checkBlobs(t)(a.blobs(state, func([]byte) {}))
		}
	})
}

// checkBlobs makes sure that each tensor has the bytes that its shape says.
func checkBlobs(t *testing.T) func([]*blob, error) {
	return func(all []*blob, _ error) { // none if there is an error
		for _, b := range all {
			n := int64(0)
			b.each(func(piece []byte) { n += int64(len(piece)) })
			require.Equal(t, b.size(), n)
		}
	}
}

// FuzzTorch: nor do whole files.
func FuzzTorch(f *testing.F) {
	files, err := filepath.Glob("testdata/torch/*.bin")
	require.NoError(f, err)
	for _, file := range files {
		f.Add(read(f, file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkBlobs(t)(parseTorch(data, func([]byte) {}))
	})
}
