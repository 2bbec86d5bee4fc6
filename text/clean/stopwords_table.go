package clean

import "strings"

// stopWords are lists of ours: words of grammar, by language.
var stopWords = map[string][]string{
	"en": strings.Fields(`a about above after again against all also am an and any are aren't as at be because been before
		being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each
		either else ever few for from further had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers
		herself him himself his how how's however i i'd i'll i'm i've if in into is isn't it it's its itself just let's me might
		more most must mustn't my myself neither no nor not now of off on once only or other ought our ours ourselves out over
		own rather same shall shan't she she'd she'll she's should shouldn't since so some such than that that's the their
		theirs them themselves then there there's these they they'd they'll they're they've this those though through thus to
		too under until up upon very was wasn't we we'd we'll we're we've were weren't what what's when when's where where's
		whether which while who who's whom whose why why's will with within without won't would wouldn't yet you you'd you'll
		you're you've your yours yourself yourselves`),
	"zh": strings.Fields(`的 地 得 了 着 过 過 着呢 之 乎 者 也 矣 焉 哉 吗 嗎 呢 吧 啊 呀 哦 嘛 啦 喔 哎 唉 嗯 哪 么 麼
		我 你 您 他 她 它 我们 我們 你们 你們 他们 他們 她们 她們 它们 它們 咱 咱们 咱們 自己 大家 人家 别人 別人
		这 這 那 此 这个 這個 那个 那個 这些 這些 那些 这里 這裡 那里 那裡 这儿 那儿 这样 這樣 那样 那樣 这么 這麼 那么 那麼
		谁 誰 什么 什麼 哪个 哪個 哪里 哪裡 哪些 怎么 怎麼 怎样 怎樣 怎么样 为什么 為什麼 多少 几 幾 某 某个 某些 各 每 每个 每個 其 其他
		其它 其中 其余 其餘 本 该 該 一 一个 一個 一些 一种 一種 一样 一樣 一般 个 個 些 种 種
		是 有 在 不 没 沒 没有 沒有 不是 不会 不會 不能 能 能够 能夠 会 會 可 可以 可能 要 应 應 应该 應該 应当 應當 必须 必須 需 需要
		把 被 让 讓 给 給 使 叫 对 對 对于 對於 关于 關於 至于 至於 由 由于 由於 从 從 自 自从 自從 到 向 往 朝 于 於 以 以及 以便 为 為
		为了 為了 因 因为 因為 因此 因而 所以 于是 於是 和 与 與 同 跟 及 或 或者 或是 而 而且 而是 并 並 并且 並且 且 但 但是 可是 不过 不過
		然而 却 卻 虽 雖 虽然 雖然 尽管 儘管 如 如果 若 假如 要是 只要 只有 除了 除非 无论 無論 不论 不論 不管 既 既然 即 即使 就是 就算
		还 還 还是 還是 又 再 更 最 很 太 非常 十分 都 也是 就 才 只 只是 仅 僅 仅仅 僅僅 已 已经 已經 曾 曾经 曾經 正 正在 将 將 刚 剛
		刚刚 剛剛 便 即将 即將 仍 仍然 尚 越 比 比较 比較 等 等等 之一 之后 之後 之前 之间 之間 之中 以后 以後 以前 以上 以下 以来 以來 当
		當 当时 當時 时 時 时候 時候 后 後 前 上 下 中 里 裡 内 內 外 间 間 所 所有 所谓 所謂 来 來 去 起来 起來 出来 出來 来说 來說 来看
		另 另外 另一 此外 例如 比如 譬如 例 甚至 甚 几乎 幾乎 尤其 特别 特別 究竟 到底 毕竟 畢竟 其实 其實 似乎 好像 大约 大約 左右 然后 然後
		接着 接著 首先 其次 最后 最後 总之 總之 的话 的話 似的 一直 一旦 一方面 彼此 互相 相互 如何 如此 如同 正如 随着 隨著 按照 根据 根據
		通过 通過 经过 經過 依照 凭 憑 沿着 沿著`),
}
