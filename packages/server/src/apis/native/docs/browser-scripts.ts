// Generated from packages/server/browser by `npm run docs`.

export const browserScripts: ReadonlyMap<string, string> = new Map([
  [
    'search.js',
    `"use strict";
(() => {
  // ../src/apis/native/docs/rank.ts
  var maxQuery = 100;
  var weights = { resource: 40, operation: 30, field: 15, event: 10, error: 0 };
  var scoreOf = ({ kind, name, about }, terms) => {
    const [title, text] = [name.toLowerCase(), about.toLowerCase()];
    let score = weights[kind];
    for (const term of terms) {
      const at = title.indexOf(term);
      if (at < 0 && !text.includes(term)) return void 0;
      if (title === term) score += 100;
      else if (at === 0) score += 20;
      else if (at > 0) score += /\\w/.test(title[at - 1] ?? "") ? 5 : 12;
      else score += 1;
    }
    return score;
  };
  var rank = (entries, query, limit) => {
    const terms = query.toLowerCase().split(/\\s+/).filter(Boolean).slice(0, 8);
    if (terms.length === 0) return [];
    return entries.flatMap((entry) => {
      const score = scoreOf(entry, terms);
      return score === void 0 ? [] : [{ entry, score }];
    }).sort((a, b) => b.score - a.score || a.entry.name.length - b.entry.name.length).slice(0, limit).map(({ entry }) => entry);
  };

  // elements.ts
  var element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== void 0 && value !== false) made.setAttribute(key, value === true ? "" : value);
    made.append(...children);
    return made;
  };
  var byId = (id) => document.getElementById(id) ?? void 0;
  var docs = document.documentElement.dataset["docs"] ?? "";

  // search.ts
  var input = byId("q");
  var list = byId("found");
  var count = byId("found-count");
  var loading;
  var load = () => {
    loading ??= fetch(\`\${docs}/index.json\`, { credentials: "omit" }).then((response) => response.json()).then(({ entries }) => entries);
    loading.catch(() => {
      loading = void 0;
    });
    return loading;
  };
  var urlOf = ({ url }) => new URL(url, new URL(docs, location.origin)).href;
  var listen = (box, options, status) => {
    let active = -1;
    let shown = [];
    const close = () => {
      active = -1;
      options.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const activate = (at) => {
      options.children[active]?.setAttribute("aria-selected", "false");
      active = at;
      const option = options.children[at];
      if (!option) return box.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    };
    const open = (entry) => {
      if (!entry) return;
      close();
      location.href = urlOf(entry);
    };
    const show = async () => {
      const query = box.value.slice(0, maxQuery);
      const entries = await load().catch(() => []);
      if (box.value.slice(0, maxQuery) !== query) return;
      shown = rank(entries, query, 20);
      active = -1;
      box.removeAttribute("aria-activedescendant");
      options.replaceChildren(
        ...shown.map((entry, index) => {
          const option = element(
            "li",
            { role: "option", id: \`found-\${index}\`, "aria-selected": "false" },
            element("span", { class: "kind" }, entry.kind),
            element("span", { class: "name" }, entry.name),
            element("span", { class: "about" }, entry.about)
          );
          option.addEventListener("click", () => open(entry));
          return option;
        })
      );
      options.hidden = shown.length === 0;
      box.setAttribute("aria-expanded", String(shown.length > 0));
      if (query.trim() === "") status.textContent = "";
      else status.textContent = shown.length === 1 ? "1 result" : \`\${shown.length || "No"} results\`;
    };
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", options.id);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("focus", () => void load().catch(() => {
    }));
    box.addEventListener("input", () => void show());
    box.addEventListener("blur", close);
    options.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("keydown", (event) => {
      const last = shown.length - 1;
      if (event.key === "Escape" && !options.hidden) {
        event.preventDefault();
        return close();
      }
      if (options.hidden) return event.key === "ArrowDown" ? void show() : void 0;
      if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        return open(shown[active]);
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      if (event.key === "ArrowDown") activate(active >= last ? 0 : active + 1);
      else activate(active <= 0 ? last : active - 1);
    });
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      const isTyping = target.matches("input, textarea, select") || target.isContentEditable;
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  };
  var followOldAnchor = async () => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (anchor === "" || location.pathname.replace(/\\/$/, "") !== docs || byId(anchor)) return;
    const entries = await load();
    const wanted = anchor.startsWith("tag-") ? \`docs/\${anchor.slice(4)}\` : void 0;
    const found = entries.find(({ url }) => url === wanted || url.endsWith(\`#\${anchor}\`));
    if (found) location.replace(urlOf(found));
  };
  if (input && list && count) listen(input, list, count);
  followOldAnchor().catch(() => {
  });
})();
`,
  ],
  [
    'operations.js',
    `"use strict";
(() => {
  // elements.ts
  var element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key2, value] of Object.entries(attributes))
      if (value !== void 0 && value !== false) made.setAttribute(key2, value === true ? "" : value);
    made.append(...children);
    return made;
  };
  var byId = (id) => document.getElementById(id) ?? void 0;
  var docs = document.documentElement.dataset["docs"] ?? "";

  // credential.ts
  var secret = "";
  var currentSecret = () => secret;
  var isSecret = (text) => /^[\\x21-\\x7e]+$/.test(text);
  var readCredential = () => {
    const section = byId("credential");
    const input = byId("secret");
    const use = byId("use-secret");
    const clear = byId("clear-secret");
    const state = byId("secret-state");
    if (!section || !input || !use || !clear || !state) return;
    const set = (value, text) => {
      secret = value;
      input.value = "";
      clear.disabled = value === "";
      state.textContent = text;
    };
    const accept = () => {
      const typed = input.value.trim();
      if (!isSecret(typed)) return set("", "This is not a secret. Paste the secret of an API key or a session.");
      set(typed, \`A credential is set: \${/^mst_[ks]_/.exec(typed)?.[0] ?? ""}\\u2026\`);
    };
    use.addEventListener("click", accept);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") accept();
    });
    const removeAll = () => {
      set("", "No credential is set.");
      for (const answer of document.querySelectorAll(".answer")) answer.replaceChildren();
    };
    clear.addEventListener("click", () => {
      removeAll();
      input.focus();
    });
    addEventListener("pagehide", removeAll);
    section.hidden = false;
  };

  // languages.ts
  var languages = ["both", "curl", "TypeScript"];
  var key = "muster.docs.examples";
  var stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  var store = (value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
    }
  };
  var chooseLanguages = () => {
    const box = byId("languages");
    if (!box) return;
    const choose = (value) => {
      document.documentElement.dataset["examples"] = value;
    };
    const chosen = languages.find((language) => language === stored()) ?? "both";
    for (const language of languages) {
      const radio = element("input", {
        type: "radio",
        name: "language",
        value: language,
        checked: language === chosen
      });
      radio.addEventListener("change", () => {
        choose(language);
        store(language);
      });
      box.append(element("label", {}, radio, language));
    }
    choose(chosen);
    box.hidden = false;
  };

  // format-json.ts
  var isOpen = (token) => token === "{" || token === "[";
  var formatJson = (text) => {
    const parts = [];
    let depth = 0;
    let previous = "";
    const breakLine = () => parts.push(\`
\${"  ".repeat(Math.min(depth, 40))}\`);
    for (const [token] of text.matchAll(/"(?:[^"\\\\]|\\\\.)*"|[^\\s"{}[\\],:]+|[{}[\\],:]/g)) {
      if (token === "}" || token === "]") {
        depth--;
        if (!isOpen(previous)) breakLine();
      } else if (isOpen(previous) || previous === ",") breakLine();
      parts.push(token === ":" ? ": " : token);
      if (isOpen(token)) depth++;
      previous = token;
    }
    return parts.join("");
  };

  // request.ts
  var requestOf = ({ method, path, parameters, type }, valueAt, body) => {
    let filled = path;
    const query = new URLSearchParams();
    const headers = {};
    for (const { name, where } of parameters) {
      const value = valueAt(name, where);
      if (where === "path") {
        if (/^\\.{0,2}$/.test(value)) throw new Error(\`Enter a value for \${name}.\`);
        filled = filled.replace(\`{\${name}}\`, encodeURIComponent(value));
      } else if (value !== "" && where === "query") query.append(name, value);
      else if (value !== "") {
        if (!/^[\\x20-\\x7e]+$/.test(value)) throw new Error(\`\${name} has characters that a header cannot have.\`);
        headers[name] = value;
      }
    }
    if (body !== void 0 && type !== void 0) headers["Content-Type"] = type;
    const search = query.size === 0 ? "" : \`?\${query}\`;
    const api = docs.slice(0, -"/docs".length);
    return { method, url: \`\${api}\${filled === "/" ? "" : filled}\${search}\`, headers, body };
  };
  var quoted = (text) => \`'\${text.replaceAll("'", \`'\\\\''\`)}'\`;
  var curlLine = ({ method, url, headers, body }, authenticated) => [
    \`curl \${method === "GET" ? "" : \`-X \${method} \`}\${quoted(location.origin + url)}\`,
    ...authenticated ? ['-H "Authorization: Bearer $MUSTER_SECRET"'] : [],
    ...Object.entries(headers).map(([name, value]) => \`-H \${quoted(\`\${name}: \${value}\`)}\`),
    ...body === void 0 ? [] : [\`--data-binary \${quoted(body)}\`]
  ].join(" \\\\\\n  ");

  // answer.ts
  var shownBytes = 262144;
  var patience = 6e4;
  var beginningOf = async (response) => {
    const decoder = new TextDecoder();
    let text = "";
    let size = 0;
    for await (const chunk of response.body ?? []) {
      const room = shownBytes - size;
      text += decoder.decode(chunk.subarray(0, room), { stream: true });
      size += chunk.byteLength;
      if (chunk.byteLength > room) return { text, isCut: true };
    }
    return { text: text + decoder.decode(), isCut: false };
  };
  var block = (title, text) => [
    element("h5", {}, title),
    element("pre", { tabindex: "0", "aria-label": title }, element("code", {}, text))
  ];
  var showAnswer = async (request, output) => {
    const secret2 = currentSecret();
    output.replaceChildren(element("p", { role: "status" }, "Sending\\u2026"));
    const curl = block("The equal curl command", curlLine(request, secret2 !== ""));
    const begun = performance.now();
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers, ...secret2 === "" ? {} : { Authorization: \`Bearer \${secret2}\` } },
        ...request.body === void 0 ? {} : { body: request.body },
        mode: "same-origin",
        // A session cookie of the console must not authenticate requests of this page.
        credentials: "omit",
        redirect: "error",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(patience)
      });
      const { text, isCut } = await beginningOf(response);
      const time = Math.round(performance.now() - begun);
      const isJson = /^application\\/(?:[\\w.+-]+\\+)?json/.test(response.headers.get("content-type") ?? "");
      const headers = [...response.headers].map(([name, value]) => \`\${name}: \${value}\`).join("\\n");
      output.replaceChildren(
        element(
          "p",
          { role: "status", class: response.ok ? "good" : "bad" },
          element("strong", {}, \`\${response.status} \${response.statusText}\`.trim()),
          \` in \${time} ms\`
        ),
        ...text === "" ? [] : block("Body", isJson && !isCut ? formatJson(text) : text),
        ...isCut ? [element("p", {}, \`Only the first \${shownBytes / 1024} KiB are shown.\`)] : [],
        ...block("Headers", headers),
        ...curl
      );
    } catch (error) {
      output.replaceChildren(
        element("p", { role: "status", class: "bad" }, \`No response: \${error.message}\`),
        ...curl
      );
    }
  };

  // confirm.ts
  var isDestructive = ({ method }, { url }) => method === "DELETE" || /[?&]purge=true/.test(url);
  var confirmed = (operation, request) => {
    const { promise, resolve } = Promise.withResolvers();
    const destructive = isDestructive(operation, request);
    const send = element("button", { type: "button", class: destructive ? "danger" : void 0 }, "Send");
    const cancel = element("button", { type: "button", class: "plain", autofocus: true }, "Cancel");
    const dialog = element(
      "dialog",
      { "aria-labelledby": "confirm-name" },
      element("h4", { id: "confirm-name" }, destructive ? "Send a destructive request?" : "Send this request?"),
      element("p", {}, \`It changes data on this server: \${operation.summary}.\`),
      element("pre", {}, element("code", {}, \`\${request.method} \${request.url}\`)),
      element("p", { class: "row" }, send, " ", cancel)
    );
    send.addEventListener("click", () => {
      resolve(true);
      dialog.close();
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      resolve(false);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    return promise;
  };

  // try-it.ts
  var isReading = ({ method }) => method === "GET";
  var formOf = (operation, id) => {
    const inputs = /* @__PURE__ */ new Map();
    const fields = operation.parameters.map(({ name, where, required }) => {
      const input = element("input", {
        id: \`\${id}-\${where}-\${name}\`,
        autocomplete: "off",
        spellcheck: "false",
        "aria-required": required ? "true" : void 0
      });
      inputs.set(\`\${where} \${name}\`, input);
      const label = element("label", { for: input.id }, element("code", {}, name), \` \${where}\`);
      return element("p", { class: "row" }, label, " ", input);
    });
    const body = operation.body === void 0 ? void 0 : element("textarea", { id: \`\${id}-body\`, rows: "8", spellcheck: "false", autocomplete: "off" });
    if (body) body.value = operation.body ?? "";
    const output = element("div", { class: "answer" });
    const send = element("button", { type: "button" }, "Send");
    const submit = async () => {
      let request;
      try {
        request = requestOf(
          operation,
          (name, where) => inputs.get(\`\${where} \${name}\`)?.value ?? "",
          body?.value
        );
      } catch (error) {
        const { message } = error;
        output.replaceChildren(element("p", { role: "alert", class: "bad" }, message));
        return;
      }
      if (!isReading(operation) && !await confirmed(operation, request)) return;
      send.disabled = true;
      await showAnswer(request, output);
      send.disabled = false;
      send.focus();
    };
    send.addEventListener("click", () => void submit());
    for (const input of inputs.values())
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") void submit();
      });
    const note = element(
      "p",
      { class: "quiet" },
      "The request goes to this server, with the ",
      element("a", { href: "#credential" }, "credential"),
      " of this page and without cookies."
    );
    return [
      note,
      ...fields,
      ...body ? [element("label", { for: body.id }, \`Body, \${operation.type}\`), body] : [],
      element("p", { class: "row" }, send),
      output
    ];
  };
  var offerRequests = () => {
    for (const details of document.querySelectorAll("details.try")) {
      const operation = JSON.parse(details.dataset["operation"] ?? "{}");
      const id = \`try-\${details.closest("article")?.id}\`;
      details.addEventListener(
        "toggle",
        () => details.append(element("div", { class: "form" }, ...formOf(operation, id))),
        { once: true }
      );
      details.hidden = false;
    }
  };

  // operations.ts
  chooseLanguages();
  readCredential();
  offerRequests();
})();
`,
  ],
])
