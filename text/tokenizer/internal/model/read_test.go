package model

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFromJSONRefuses(t *testing.T) {
	for raw, message := range map[string]string{
		``:               "the text ends",
		`[]`:             `want '{'`,
		`{} x`:           "want the end",
		`{"type":"Foo"}`: `type "Foo"`,
		`{"vocab":{}}`:   "fit none",
		`{"type":"BPE","vocab":{"a":-1},"merges":[]}`:                                                                        "-1: want a whole number",
		`{"type":"BPE","vocab":{"a":4294967296},"merges":[]}`:                                                                "4294967296",
		`{"type":"BPE","vocab":{"a":1.5},"merges":[]}`:                                                                       "1.5",
		`{"type":"BPE","vocab":[["a",1]],"merges":[]}`:                                                                       "wants an object",
		`{"type":"BPE","vocab":{"a":0}}`:                                                                                     "merges missing",
		`{"type":"BPE","vocab":{"a":0},"merges":["a b c"]}`:                                                                  "two tokens with a space",
		`{"type":"BPE","vocab":{"a":0},"merges":["a a",["a","a"]]}`:                                                          "some are lines",
		`{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}`:                                                                    "merge of 1",
		`{"type":"BPE","vocab":{"a":0},"merges":[["a","z"]]}`:                                                                `"z" is no token`,
		`{"type":"BPE","vocab":{"a":0},"merges":[["a","a"]]}`:                                                                `"aa" is no token`,
		`{"type":"BPE","vocab":{"a":0},"merges":[["a","a"]],"continuing_subword_prefix":"##"}`:                               "has no prefix",
		`{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}`:                                                           "dropout 0.1",
		`{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":"no"}`:                                                          `"dropout"`,
		`{"type":"BPE","vocab":{"a":0},"merges":[],"sampling":true}`:                                                         "sampling",
		`{"type":"WordPiece","vocab":{"a":0},"unk_token":"a"}`:                                                               "continuing_subword_prefix, max_input_chars_per_word missing",
		`{"type":"WordPiece","vocab":{"a":0},"unk_token":null,"continuing_subword_prefix":"#","max_input_chars_per_word":1}`: "none of them null",
		`{"type":"WordLevel","vocab":{"a":0}}`:                                                                               "unk_token missing",
		`{"type":"WordLevel","vocab":{"a":0},"unk_token":null}`:                                                              "unknown token",
		`{"type":"Unigram","vocab":{"a":0}}`:                                                                                 "wants an array",
		`{"type":"Unigram","vocab":[["a"]]}`:                                                                                 "less than a token",
		`{"type":"Unigram","vocab":[["a",0,1]]}`:                                                                             "more than a token",
		`{"type":"Unigram","vocab":[["a",0]],"unk_id":1}`:                                                                    "unknown is 1",
		`{"type":"Unigram","vocab":[],"unk_id":0}`:                                                                           "unknown is 0",
		`{"type":"Unigram","vocab":[["a",0]],"alpha":0.5}`:                                                                   "alpha",
	} {
		m, err := FromJSON([]byte(raw))
		require.ErrorContains(t, err, message, raw)
		require.Nil(t, m, raw)
	}
}

// Files of old have no type, merges in lines, and fields that say nothing.
func TestFromJSONReadsFilesOfOld(t *testing.T) {
	for raw, want := range map[string]string{
		`{"vocab":{"a":0,"b":1,"ab":2},"merges":["#version: 0.2","a b"],"dropout":null,"sampling":null}`:           `{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,"vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]}`,
		`{"vocab":{"a":0,"b":1,"ab":2,"ba":3},"merges":["a b","b a","a b"]}`:                                       `{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,"vocab":{"a":0,"b":1,"ab":2,"ba":3},"merges":[["b","a"],["a","b"]]}`,
		`{"vocab":{"a":0},"unk_token":"a"}`:                                                                        `{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}`,
		`{"vocab":{"a":0},"unk_token":"a","continuing_subword_prefix":"##","max_input_chars_per_word":7}`:          `{"type":"WordPiece","unk_token":"a","continuing_subword_prefix":"##","max_input_chars_per_word":7,"vocab":{"a":0}}`,
		`{"vocab":[["a",0],["b",-1.5],["c",-1e-7],["d",0.00001],["e",1e+16],["f",123456789012345.0],["g",2e+22]]}`: `{"type":"Unigram","unk_id":null,"vocab":[["a",0.0],["b",-1.5],["c",-1e-7],["d",0.00001],["e",1e+16],["f",123456789012345.0],["g",2e+22]],"byte_fallback":false}`,
	} {
		m, err := FromJSON([]byte(raw))
		require.NoError(t, err, raw)
		got, err := m.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
}

// Ids may have holes, be shared, and come twice; the last id of a token counts.
func TestVocabularyOfOddIDs(t *testing.T) {
	m, err := FromJSON([]byte(`{"type":"WordLevel","vocab":{"a":7,"b":2000000000,"c":7,"a":9,"":3},"unk_token":"x"}`))
	require.NoError(t, err)
	require.Equal(t, 4, m.Size())
	for token, want := range map[string]int{"a": 9, "b": 2000000000, "c": 7, "": 3} {
		id, ok := m.TokenID(token)
		require.True(t, ok, token)
		require.Equal(t, want, id)
		back, ok := m.Token(id)
		require.True(t, ok)
		require.Equal(t, token, back)
	}
	_, ok := m.TokenID("x")
	require.False(t, ok)
	for _, id := range []int{-1, 0, 8, 1 << 40} {
		_, ok := m.Token(id)
		require.False(t, ok)
	}
	var s Scratch
	_, err = m.Append(nil, []byte("y"), &s)
	require.ErrorContains(t, err, `"x"`)
}

func FuzzFromJSON(f *testing.F) {
	for raw, word := range map[string]string{
		`{"type":"BPE","vocab":{"a":0,"":1,"#a":0},"merges":[["a","#a"]],"continuing_subword_prefix":"#","unk_token":"","byte_fallback":true}`:            "aa\xff",
		`{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"<0xFF>":3,"u":9},"merges":["a b"],"end_of_word_suffix":"b","unk_token":"u","fuse_unk":true}`:          "abaxb",
		`{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]],"ignore_merges":true,"byte_fallback":true}`:                                      "ab",
		`{"vocab":[["a",0],["a",1],["",2],["ab",1e300],["<0x7A>",-1]],"unk_id":2,"byte_fallback":true}`:                                                   "aabz",
		`{"type":"WordPiece","vocab":{"a":0,"##b":1,"[UNK]":2,"##":3},"unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":9}`: "abbb",
		`{"type":"WordLevel","vocab":{"a":5,"\u00e9":5},"unk_token":"a"}`:                                                                                 "é",
	} {
		f.Add([]byte(raw), word)
	}
	f.Fuzz(func(t *testing.T, raw []byte, word string) {
		m, err := FromJSON(raw)
		if err != nil {
			return
		}
		var s Scratch
		pieces, err := m.Append(nil, []byte(word), &s)
		saved, marshalErr := m.MarshalJSON()
		require.NoError(t, marshalErr)
		again, readErr := FromJSON(saved)
		require.NoError(t, readErr, "%s", saved)
		_, unigram := m.(*Unigram)
		if err != nil || unigram { // whose scores may be read a little off
			return
		}
		same, err := again.Append(nil, []byte(word), &s)
		require.NoError(t, err)
		require.Equal(t, len(pieces), len(same))
		for i, p := range pieces {
			require.Equal(t, p, same[i])
		}
	})
}
