{
  const on = addEventListener;
  const all = (what) => document.querySelectorAll(what);
  const show = (what) => all(what).forEach((it) => { it.hidden = false; });
  const { home, idle } = document.body.dataset;
  show("[data-print]");

  const synth = window.speechSynthesis;
  const voice = () => synth.getVoices().find((v) => /^(zh|cmn)/i.test(v.lang));
  const offer = () => voice() && show("[data-voice]");
  if (synth) {
    offer();
    synth.onvoiceschanged = offer;
    on("pagehide", () => synth.cancel());
  }
  const read = (button) => {
    const press = (yes) => button.setAttribute("aria-pressed", yes);
    const stop = synth.speaking;
    synth.cancel();
    press(!stop);
    if (!stop) for (const words of all(button.dataset.voice)[0].innerText.split(/[。！？；\n]+/)) {
      const said = new SpeechSynthesisUtterance(words);
      said.voice = voice();
      said.rate = 0.9;
      said.onend = () => press(synth.pending);
      synth.speak(said);
    }
  };

  on("click", (e) => {
    const at = (what) => e.target.closest(what);
    const ask = at("button, a") && at("[data-confirm]");
    const link = home && at("a");
    const spoken = at("[data-voice]");
    if (at("[data-print]")) print();
    if (spoken) read(spoken);
    if (link) location.replace(link.href);
    if (ask && !confirm(ask.dataset.confirm)) e.stopPropagation();
    else if (!link) return;
    e.preventDefault();
  }, true);
  on("change", (e) => e.target.matches("[data-follow]") && e.target.form.submit());

  const free = () => all("[data-sent]").forEach((b) => {
    b.disabled = false;
    delete b.dataset.sent;
  });
  on("pageshow", free);
  on("submit", (e) => e.defaultPrevented || setTimeout(() => {
    e.target.querySelectorAll("button:enabled").forEach((b) => { b.disabled = b.dataset.sent = true; });
    setTimeout(free, 9000);
  }));

  const point = () => all("#refusal, [aria-invalid=true]").forEach((it, i) => i || it.focus());
  point();
  on("htmx:afterSettle", point);

  if (home) {
    const leave = () => location.replace(home);
    const [came] = performance.getEntriesByType("navigation");
    if (came && came.type === "back_forward") leave();
    on("pageshow", (e) => e.persisted && leave());
    let touched;
    const touch = () => { touched = Date.now(); };
    touch();
    on("pointerdown", touch, true);
    on("keydown", touch, true);
    setInterval(() => {
      const left = idle * 1000 - Date.now() + touched;
      all("#idle")[0].hidden = left > 21000;
      if (left < 0) leave();
    }, 500);
  }
}
