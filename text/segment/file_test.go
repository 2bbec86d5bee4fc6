package segment

import (
	"bytes"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

// learned are segmenters of every kind that can be saved.
func learned(t testing.TB, sentences [][]string) map[string]Segmenter {
	extra := NewDictionary()
	require.NoError(t, extra.Add("长江大桥", 7))
	d := NewDictionaryOf(sentences)
	return map[string]Segmenter{
		"forward": Forward{d}, "backward": Backward{d}, "two-way": TwoWay{d}, "hmm": TrainHMM(sentences), "ngram": TrainNgram(sentences, extra),
		"perceptron": TrainPerceptron(sentences, 2, 1), "hmm of nothing": TrainHMM(nil), "ngram of nothing": TrainNgram(nil, nil),
		"perceptron of nothing": TrainPerceptron(nil, 1, 1), "forward of nothing": Forward{NewDictionary()},
	}
}

// What is saved and loaded cuts as before, and is saved as the same bytes.
func TestSaveAndLoad(t *testing.T) {
	g := gold(t)
	folder := t.TempDir()
	for name, s := range learned(t, g) {
		path := filepath.Join(folder, name)
		require.NoError(t, Save(path, s))
		got, err := Load(path)
		require.NoError(t, err)
		require.IsType(t, s, got)
		for _, words := range g {
			text := Text(words) + "鑫淼 长江大桥"
			require.Equal(t, s.Segment(text), got.Segment(text), name)
		}
		var before, after bytes.Buffer
		require.NoError(t, Write(&before, s))
		require.NoError(t, Write(&after, got))
		require.True(t, bytes.Equal(before.Bytes(), after.Bytes()), name)
		if name == "ngram" || name == "hmm" || name == "two-way" {
			require.True(t, reflect.DeepEqual(s, got), name)
		}
	}
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, files, len(learned(t, nil)), "nothing is left beside")
}

func TestSaveRefuses(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a")
	require.EqualError(t, Save(path, Whitespace{}), "segment: a segment.Whitespace has learned nothing that could be written")
	require.ErrorContains(t, Save(filepath.Join(folder, "none", "a"), TrainHMM(nil)), "no such file")
	require.NoFileExists(t, path)
	_, err := Load(path)
	require.ErrorContains(t, err, "no such file")

	var b bytes.Buffer
	require.NoError(t, Write(&b, TrainHMM([][]string{{"我", "喜欢"}})))
	whole := b.Bytes()
	for n := range whole {
		_, err := Read(bytes.NewReader(whole[:n]))
		require.Error(t, err, "only %d bytes", n)
		damaged := bytes.Clone(whole)
		damaged[n] ^= 4
		_, err = Read(bytes.NewReader(damaged))
		require.Error(t, err, "byte %d", n)
	}
	_, err = Read(bytes.NewReader([]byte("gaze segmenter 2\nx")))
	require.ErrorContains(t, err, `it begins with "gaze segmenter 2\n": want "gaze segmenter 1\n"`)
	for body, want := range map[string]string{
		"\x09": "its segmenter is of kind 9: want 1 to 6", "\x01\x00x": "1 bytes too many", "\x01\xff\xff\xff\xff\x0f": "the file is damaged",
		"\x01\x01\x02\xff\xff\x01": `word "\xff\xff"`, "\x01\x01\x01a\x00x": `word "a": its count is 0`, "\x01\x02\x01a\x01\x01a\x01": `word "a"`,
		"\x04" + string(bytes.Repeat([]byte{0xff}, 8*24)) + "\x00": "a score is NaN",
	} {
		_, err := Read(bytes.NewReader(checksum([]byte(header+body), []byte(header+body))))
		require.ErrorContains(t, err, want, "%q", body)
	}
	require.Equal(t, uint32(0xcbf43926), crc32.ChecksumIEEE([]byte("123456789")), "the CRC-32 of RFC 1952")
}

// FuzzRead: no file panics, and what is read cuts any text, and can be saved.
func FuzzRead(f *testing.F) {
	few := [][]string{{"我", "喜欢", "猫"}, {"GPT2", "的", "3.5", "版"}}
	for _, s := range learned(f, few) {
		file, err := appendFile(nil, s)
		require.NoError(f, err)
		f.Add(file[len(header) : len(file)-crc32.Size])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		file := append([]byte(header), body...)
		s, err := Read(bytes.NewReader(checksum(file, file)))
		if err != nil {
			return
		}
		for _, text := range []string{"", "我喜欢猫", "我 喜欢GPT2的3.5版，鑫淼。", "中文 文中"} {
			complete(t, "read", text, s.Segment(text))
		}
		require.NoError(t, Write(new(bytes.Buffer), s))
	})
}
