// What was translated, in this browser's own store and nowhere else.

const NAME = "s2s.history", MOST = 50, LONGEST = 2000;

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(found) ? found.filter((entry) => typeof entry?.q === "string" && typeof entry?.text === "string") : [];
  } catch {
    return [];
  }
}

export class History {
  // `restore` is called with an entry that is chosen.
  constructor(list, size, restore) {
    Object.assign(this, { list, size, restore });
    this.show(read());
  }

  // A text that goes on from the last one takes its place: it was typed on.
  add(entry) {
    if (!entry.q.trim() || entry.q.length > LONGEST) return;
    const last = read();
    const same = last[0] && last[0].source === entry.source && last[0].target === entry.target;
    const typed = same && (entry.q.startsWith(last[0].q) || last[0].q.startsWith(entry.q));
    this.save([entry, ...last.slice(typed ? 1 : 0).filter((one) => one.q !== entry.q || one.target !== entry.target)]);
  }

  clear() {
    this.save([]);
  }

  save(entries) {
    const kept = entries.slice(0, MOST);
    try {
      localStorage.setItem(NAME, JSON.stringify(kept));
    } catch {
      // A browser may keep nothing, or have no room: the page works without.
    }
    this.show(kept);
  }

  show(entries) {
    this.size.textContent = entries.length ? `(${entries.length})` : "";
    this.list.replaceChildren(...entries.map((entry) => this.item(entry)));
  }

  item(entry) {
    const item = document.createElement("li"), button = document.createElement("button"), to = document.createElement("span");
    button.type = "button";
    button.dir = "auto";
    to.className = "to";
    to.dir = "auto";
    to.lang = entry.target;
    to.textContent = entry.text;
    button.append(entry.q, to);
    button.addEventListener("click", () => this.restore(entry));
    item.append(button);
    return item;
  }
}
