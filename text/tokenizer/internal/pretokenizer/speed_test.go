package pretokenizer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/normalizer"
)

// pipelines are what comes before the models of well-known tokenizers: normalizer
// and pre-tokenizer.
var pipelines = map[string][2]string{
	"bert": {
		`{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}`,
		`{"type":"BertPreTokenizer"}`,
	},
	"gpt2":    {`null`, `{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true}`},
	"roberta": {`null`, `{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true}`},
	"qwen": {`{"type":"NFC"}`, `{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)` +
		`|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated",` +
		`"invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}`},
	"metaspace": {`{"type":"NFKC"}`, `{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}`},
	"llama2": {`{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},` +
		`{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}`, `null`},
}

var languages = map[string]string{
	"english": strings.Repeat("First Citizen: Before we proceed any further, hear me speak. You're all resolved?\n", 200),
	"chinese": strings.Repeat("床前明月光,疑是地上霜。举头望明月,低头思故乡。\n", 200),
}

// pipeline runs both steps, on memory that is used again.
func pipeline(tb testing.TB, name string) func(text string) {
	tb.Helper()
	n, err := normalizer.FromJSON([]byte(pipelines[name][0]))
	require.NoError(tb, err)
	p, err := FromJSON([]byte(pipelines[name][1]))
	require.NoError(tb, err)
	t, s := &aligned.Text{}, &Splits{}
	return func(text string) {
		t.Reset(text, 0)
		if n != nil {
			err = n.Normalize(t)
		}
		s.Reset(t)
		if p != nil && err == nil {
			err = p.PreTokenize(s)
		}
		if err != nil {
			tb.Error(err)
		}
	}
}

func BenchmarkPipeline(b *testing.B) {
	for name := range pipelines {
		for language, text := range languages {
			b.Run(name+"/"+language, func(b *testing.B) {
				run := pipeline(b, name)
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					run(text)
				}
			})
		}
	}
}

func TestPipelinesAllocateNothing(t *testing.T) {
	for name := range pipelines {
		for language, text := range languages {
			run := pipeline(t, name)
			for range 3 { // memory is exchanged with every step
				run(text)
			}
			require.Zero(t, mallocs.Fewest(3, func() { run(text) }), "%s, %s", name, language)
		}
	}
}
