(function (data) {
  "use strict";
  const bytes = Uint8Array.from(atob(data.weights), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const Q = data.queries.length, K = data.keys.length;
  const total = data.heads.reduce((a, b) => a + b, 0), rows = total * Q;
  const full = data.bits === 16 ? 65535 : 255, wide = data.bits / 8;
  const rowLength = (q) => data.packed ? q + 1 : K;
  const headLength = data.packed ? Q * (Q + 1) / 2 : Q * K;

  // read gives one head: its weights [Q*K], its rows' greatest and its own.
  function read(layer, head) {
    const n = data.heads.slice(0, layer).reduce((a, b) => a + b, 0) + head;
    const w = new Float32Array(Q * K), most = new Float32Array(Q), causal = data.causal[layer][head];
    let at = 4 * rows + n * headLength * wide, greatest = 0;
    for (let q = 0; q < Q; q++) {
      most[q] = view.getFloat32(4 * (n * Q + q), true);
      if (!causal || q > 0 || Q === 1) greatest = Math.max(greatest, most[q]);
      for (let k = 0; k < rowLength(q); k++, at += wide) {
        w[q * K + k] = most[q] * (wide === 2 ? view.getUint16(at, true) : bytes[at]) / full;
      }
    }
    return { w, most, causal, greatest: greatest || 1 };
  }

  function start(root) {
    root.dataset.ready = "1";
    const $ = (s) => root.querySelector(s);
    const map = $(".map"), ctx = map.getContext("2d"), tip = $(".tip"), scroll = $(".scroll"), small = $(".small");
    const state = { layer: 0, head: 0, scale: "head", q: -1, k: -1, pinned: false };
    let now, box, css, colours, pixels; // colours of 256 parts, and the same as an image holds them

    function theme() {
      const s = getComputedStyle(root), get = (n) => s.getPropertyValue(n).trim();
      css = { paper: get("--paper"), ink: get("--ink"), faint: get("--faint"), rule: get("--rule"), accent: get("--accent") };
      const ramp = (get("--dark") === "1" ? data.dark : data.light)
        .map((c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16)));
      colours = Array.from({ length: 256 }, (_, i) => {
        const at = i / 255 * (ramp.length - 1), j = Math.min(Math.floor(at), ramp.length - 2);
        return ramp[j].map((c, n) => Math.round(c + (at - j) * (ramp[j + 1][n] - c)));
      });
      pixels = new Uint32Array(new Uint8Array(colours.flatMap((c) => [...c, 255])).buffer);
    }
    const level = (part) => Math.max(0, Math.min(255, Math.round(255 * part)));
    const scaleOf = (h, q, scale) => scale === "one" ? 1 : scale === "row" ? h.most[q] || 1 : h.greatest;
    const seen = (h, q, k) => !h.causal || k <= q;

    // picture is a head, a pixel a cell; what may not be seen is transparent.
    function picture(h, scale) {
      const c = document.createElement("canvas");
      c.width = K; c.height = Q;
      const p = c.getContext("2d"), image = p.createImageData(K, Q), out = new Uint32Array(image.data.buffer);
      for (let q = 0; q < Q; q++) {
        const most = scaleOf(h, q, scale);
        for (let k = 0; k < K && seen(h, q, k); k++) out[q * K + k] = pixels[level(h.w[q * K + k] / most)];
      }
      p.putImageData(image, 0, 0);
      return c;
    }

    const family = '"Liberation Sans", Arial, "Noto Sans CJK SC", sans-serif';
    function shorten(text, most) {
      if (ctx.measureText(text).width <= most) return text;
      const letters = Array.from(text).slice(0, 60);
      while (letters.length > 1 && ctx.measureText(letters.join("") + "…").width > most) letters.pop();
      return letters.join("") + "…";
    }

    // layout says where the cells are, and which tokens are named.
    function layout() {
      const room = Math.max(280, scroll.clientWidth - 8), n = Math.max(Q, K);
      const measure = (size) => {
        ctx.font = size + "px " + family;
        const queries = data.queries.map((t) => shorten(t, 130)), keys = data.keys.map((t) => shorten(t, 130));
        const widest = (list) => list.reduce((m, t) => Math.max(m, ctx.measureText(t).width), 0);
        return { queries, keys, left: widest(queries), above: widest(keys) };
      };
      let m = measure(13);
      const fit = (left) => Math.floor((room - left - 34) / K);
      const cell = Math.max(n > 256 ? 3 : n > 96 ? 4 : n > 64 ? 6 : 9, Math.min(36, fit(m.left), Math.floor(760 / n)));
      const size = Math.max(11, Math.min(13, cell - 1));
      m = measure(size);
      const step = cell >= 11 ? 1 : Math.ceil(12 / cell), upright = m.above > cell * step - 3;
      const left = Math.ceil(m.left) + 28, top = 24 + Math.ceil(upright ? m.above : size);
      return { ...m, cell, size, step, upright, left, top, width: left + K * cell + 2, height: top + Q * cell + 2 };
    }

    function draw() {
      const ratio = window.devicePixelRatio || 1, b = box;
      map.width = b.width * ratio; map.height = b.height * ratio;
      map.style.width = b.width + "px"; map.style.height = b.height + "px";
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.fillStyle = css.paper; ctx.fillRect(0, 0, b.width, b.height);
      ctx.imageSmoothingEnabled = false;
      ctx.drawImage(now.picture, b.left, b.top, K * b.cell, Q * b.cell);
      ctx.strokeStyle = css.rule; ctx.lineWidth = 1;
      ctx.strokeRect(b.left - .5, b.top - .5, K * b.cell + 1, Q * b.cell + 1);
      names();
      for (let q = 0; q < Q; q += b.step) token(b.queries[q], q, false);
      for (let k = 0; k < K; k += b.step) token(b.keys[k], k, true);
      if (state.q < 0) return;
      token(b.queries[state.q], state.q, false, true);
      token(b.keys[state.k], state.k, true, true);
      ctx.strokeStyle = css.accent; ctx.lineWidth = 2;
      ctx.strokeRect(b.left + state.k * b.cell, b.top + state.q * b.cell, b.cell, b.cell);
    }
    function names() {
      ctx.font = "12px " + family; ctx.fillStyle = css.faint; ctx.textAlign = "center"; ctx.textBaseline = "top";
      ctx.fillText("key", box.left + K * box.cell / 2, 2);
      ctx.save(); ctx.translate(2, box.top + Q * box.cell / 2); ctx.rotate(-Math.PI / 2);
      ctx.fillText("query", 0, 0); ctx.restore();
    }
    // token writes a label; a chosen one covers its neighbours.
    function token(text, i, above, chosen) {
      const b = box, middle = (above ? b.left : b.top) + (i + .5) * b.cell;
      ctx.font = (chosen ? "bold " : "") + b.size + "px " + family;
      ctx.save();
      if (above) ctx.translate(middle, b.top - 5); else ctx.translate(b.left - 5, middle);
      if (above && b.upright) ctx.rotate(-Math.PI / 2);
      const centred = above && !b.upright;
      ctx.textAlign = centred ? "center" : above ? "left" : "right";
      ctx.textBaseline = centred ? "bottom" : "middle";
      if (chosen) {
        const w = centred ? ctx.measureText(text).width + 6 : above ? b.top - 22 : b.left - 20, h = b.size + 5;
        ctx.fillStyle = css.paper;
        ctx.fillRect(centred ? -w / 2 : above ? -2 : 2 - w, centred ? -h : -h / 2, w, h);
      }
      ctx.fillStyle = chosen ? css.accent : css.ink;
      ctx.fillText(text, 0, 0);
      ctx.restore();
    }

    const number = (w) => w === 0 ? "0" : w < (data.bits === 16 ? 1e-3 : 1e-2) ? w.toPrecision(2) : w.toFixed(data.bits === 16 ? 4 : 3);
    function say() {
      const { q, k } = state, on = q >= 0;
      const weight = !on ? "" : seen(now, q, k) ? number(now.w[q * K + k]) : "not seen";
      const query = on && "“" + data.queries[q] + "”", key = on && "“" + data.keys[k] + "”";
      const text = query + " → " + key + ": " + weight;
      $(".said").textContent = on ? "query " + q + " " + query + " → key " + k + " " + key + ": " + weight
        : "Point at a cell, or choose one with the arrow keys.";
      tip.hidden = !on; tip.textContent = text;
      if (on) place();
      looks(on ? q : Q - 1);
    }
    // place puts the tip below its cell, or where it is not cut.
    function place() {
      const b = box, w = tip.offsetWidth, h = tip.offsetHeight;
      const right = scroll.scrollLeft + scroll.clientWidth, x = b.left + (state.k + .5) * b.cell - w / 2;
      const y = b.top + (state.q + 1) * b.cell + 10;
      tip.style.left = Math.max(scroll.scrollLeft, Math.min(x, right - w - 4)) + "px";
      tip.style.top = (y + h > b.height ? b.top + state.q * b.cell - h - 4 : y) + "px";
    }
    function looks(q) {
      $(".looks p").textContent = "Where query " + q + ", “" + data.queries[q] + "”, looks:";
      const keys = $(".keys"), spans = document.createDocumentFragment();
      for (let k = 0; k < K && seen(now, q, k); k++) {
        const s = document.createElement("span"), c = colours[level(now.w[q * K + k] / (now.most[q] || 1))];
        s.textContent = data.keys[k];
        s.title = number(now.w[q * K + k]);
        s.style.background = "rgb(" + c.join() + ")";
        s.style.color = .299 * c[0] + .587 * c[1] + .114 * c[2] < 140 ? "#fff" : "#1f2328";
        if (k === state.k) s.className = "on";
        spans.append(s);
      }
      keys.replaceChildren(spans);
    }
    function choose(q, k) {
      if (q === state.q && k === state.k) return;
      state.q = q; state.k = k;
      draw(); say();
    }

    const heads = [];
    function overview() {
      const most = Math.max(...data.heads), side = most > 8 || data.heads.length > 8 ? 30 : most > 4 ? 44 : 60;
      small.hidden = total < 2;
      small.style.gridTemplateColumns = "auto repeat(" + most + ", " + (side + 2) + "px)";
      const caption = document.createElement("span");
      caption.textContent = "Layers down, heads across";
      caption.style.gridColumn = "1 / -1"; caption.style.textAlign = "left";
      small.append(caption, document.createElement("span"));
      for (let h = 0; h < most; h++) { const s = document.createElement("span"); s.textContent = h; small.append(s); }
      data.heads.forEach((n, l) => {
        const name = document.createElement("span"); name.textContent = l; small.append(name);
        for (let h = 0; h < most; h++) small.append(h < n ? button(l, h, side) : document.createElement("span"));
      });
    }
    function button(l, h, side) {
      const b = document.createElement("button"), c = document.createElement("canvas");
      b.type = "button"; b.title = "layer " + l + ", head " + h;
      b.setAttribute("aria-label", b.title);
      c.width = c.height = side * 2; c.style.width = c.style.height = side + "px";
      b.append(c);
      b.addEventListener("click", () => show(l, h));
      b.addEventListener("keydown", (e) => {
        const [dl, dh] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[e.key] || [0, 0];
        if ((!dl && !dh) || !data.heads[l + dl] || h + dh < 0 || h + dh >= data.heads[l + dl]) return;
        e.preventDefault(); show(l + dl, h + dh);
        heads.find((x) => x.l === l + dl && x.h === h + dh).b.focus();
      });
      heads.push({ l, h, b, c });
      return b;
    }
    function thumbnails() {
      for (const { l, h, c } of heads) {
        const p = c.getContext("2d");
        p.fillStyle = css.paper; p.fillRect(0, 0, c.width, c.height);
        p.imageSmoothingEnabled = Math.max(Q, K) > c.width;
        p.drawImage(picture(read(l, h), "row"), 0, 0, c.width, c.height);
      }
    }

    function options(select, n) {
      select.replaceChildren(...Array.from({ length: n }, (_, i) => new Option(i, i)));
    }
    function show(layer, head) {
      if (layer !== state.layer || !$(".head").options.length) options($(".head"), data.heads[layer]);
      state.layer = layer; state.head = Math.min(head, data.heads[layer] - 1);
      $(".layer").value = state.layer; $(".head").value = state.head;
      for (const x of heads) {
        const on = x.l === state.layer && x.h === state.head;
        x.b.setAttribute("aria-pressed", on); x.b.tabIndex = on ? 0 : -1;
      }
      refresh();
    }
    function refresh() {
      now = read(state.layer, state.head);
      now.picture = picture(now, state.scale);
      $(".bar i").style.background = "linear-gradient(90deg," + colours.filter((_, i) => i % 15 === 0).map((c) => "rgb(" + c.join() + ")").join() + ")";
      $(".bar .top").textContent = state.scale === "row" ? "each row's greatest" : state.scale === "one" ? "1"
        : (now.most.some((m) => m > now.greatest) ? "≥ " : "") + number(now.greatest);
      draw(); say();
    }
    function all() { theme(); box = layout(); thumbnails(); refresh(); }

    function cellAt(e) {
      const r = map.getBoundingClientRect();
      const k = Math.floor((e.clientX - r.left - box.left) / box.cell), q = Math.floor((e.clientY - r.top - box.top) / box.cell);
      return q >= 0 && q < Q && k >= 0 && k < K ? [q, k] : null;
    }
    map.addEventListener("pointermove", (e) => { const c = cellAt(e); if (c && !state.pinned) choose(...c); });
    map.addEventListener("pointerleave", () => { if (!state.pinned && document.activeElement !== map) choose(-1, -1); });
    map.addEventListener("click", (e) => {
      const c = cellAt(e), same = c && state.pinned && c[0] === state.q && c[1] === state.k;
      state.pinned = !!c && !same;
      if (c) choose(...c);
    });
    map.addEventListener("focus", () => { if (state.q < 0 && map.matches(":focus-visible")) choose(Q - 1, 0); });
    map.addEventListener("blur", () => { if (!state.pinned) choose(-1, -1); });
    map.addEventListener("keydown", (e) => {
      let { q, k } = state;
      switch (e.key) {
        case "ArrowUp": q--; break;
        case "ArrowDown": q++; break;
        case "ArrowLeft": k--; break;
        case "ArrowRight": k++; break;
        case "Home": k = 0; break;
        case "End": k = K - 1; break;
        case "Escape": state.pinned = false; e.preventDefault(); choose(-1, -1); return;
        default: return;
      }
      e.preventDefault();
      choose(Math.max(0, Math.min(Q - 1, q)), Math.max(0, Math.min(K - 1, k)));
      const r = box.left + (state.k + 1) * box.cell;
      if (r > scroll.scrollLeft + scroll.clientWidth) scroll.scrollLeft = r - scroll.clientWidth + 8;
      if (r - box.cell < scroll.scrollLeft) scroll.scrollLeft = r - 2 * box.cell;
    });
    $(".layer").addEventListener("change", (e) => show(+e.target.value, state.head));
    $(".head").addEventListener("change", (e) => show(state.layer, +e.target.value));
    $(".most").addEventListener("change", (e) => { state.scale = e.target.value; all(); });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
    new MutationObserver(all).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

    options($(".layer"), data.heads.length);
    overview();
    theme();
    box = layout();
    show(0, 0);
    thumbnails();
    let width = scroll.clientWidth;
    new ResizeObserver(() => {
      if (scroll.clientWidth === width) return;
      width = scroll.clientWidth;
      box = layout(); draw();
      if (state.q >= 0) place();
    }).observe(scroll);
  }

  document.querySelectorAll('[data-gaze="' + data.id + '"]:not([data-ready])').forEach(start);
})(/*DATA*/);
