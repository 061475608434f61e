// Files that are chosen or dropped: each is sent, and its translation comes back as a download.

import { translateFile } from "./api.js";

export class Files {
  // `fields` gives languages and key; `say` tells what happens.
  constructor({ input, button, section, list, drop, fields, say }) {
    Object.assign(this, { section, list, fields, say });
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.take(input.files);
      input.value = "";
    });
    let inside = 0; // of nested elements, each of which tells of entering and leaving
    const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    const show = (step) => (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      inside = Math.max(0, inside + step);
      drop.hidden = inside === 0;
    };
    document.addEventListener("dragenter", show(1));
    document.addEventListener("dragleave", show(-1));
    document.addEventListener("dragover", show(0));
    document.addEventListener("drop", (event) => {
      inside = 0;
      drop.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.take(event.dataTransfer.files);
    });
  }

  async take(files) {
    for (const file of files) await this.translate(file);
  }

  async translate(file) {
    const item = document.createElement("li"), fields = this.fields();
    item.textContent = `${file.name}: being translated…`;
    this.section.hidden = false;
    this.list.prepend(item);
    this.say(`${file.name} is being translated`);
    try {
      const link = document.createElement("a");
      const { href, name } = await translateFile(file, fields);
      Object.assign(link, { href, download: name, textContent: name });
      item.replaceChildren(link);
      this.say(`${name} is ready`);
      link.click();
    } catch (error) {
      item.className = "failed";
      item.textContent = `${file.name}: ${error.message}`;
      this.say(`${file.name}: ${error.message}`, true);
    }
  }
}
