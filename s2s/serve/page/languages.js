// Which language is translated to which.

export class Languages {
  constructor(source, target, swap) {
    Object.assign(this, { from: source, to: target, button: swap, served: [], onchange: () => {} });
    source.addEventListener("change", () => {
      this.fillTargets();
      this.onchange();
    });
    target.addEventListener("change", () => {
      this.check();
      this.onchange();
    });
  }

  get source() { return this.from.value; }
  get target() { return this.to.value; }

  name(code) {
    return this.served.find((one) => one.code === code)?.name ?? code;
  }

  // What a language is translated to, other than itself; of `auto`, what any is.
  targets(code) {
    const found = this.served.filter((one) => code === "auto" || one.code === code);
    return [...new Set(found.flatMap((one) => one.targets.filter((target) => target !== one.code)))];
  }

  // `detection`: whether the language of a text can be found out.
  fill(served, start, detection) {
    this.served = served;
    const sources = served.filter((one) => this.targets(one.code).length).map((one) => one.code);
    const auto = detection && sources.length > 1 ? [new Option("Detect language", "auto")] : [];
    this.from.replaceChildren(...auto, ...sources.map((code) => new Option(this.name(code), code)));
    this.from.value = start.source.code;
    this.fillTargets(start.target.code);
  }

  fillTargets(wanted = this.target) {
    const targets = this.targets(this.source);
    this.to.replaceChildren(...targets.map((code) => new Option(this.name(code), code)));
    if (targets.includes(wanted)) this.to.value = wanted;
    this.check();
  }

  check() {
    this.button.disabled = !this.targets(this.target).includes(this.source);
  }

  choose(source, target) {
    if (![...this.from.options].some((option) => option.value === source)) return;
    this.from.value = source;
    this.fillTargets(target);
  }

  swap() {
    if (this.button.disabled) return false;
    this.choose(this.target, this.source);
    return true;
  }
}
