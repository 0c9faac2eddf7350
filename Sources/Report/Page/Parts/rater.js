// The page for raters: one task after the other, in an order of the rater's own.
//
// The answers are a list in the order in which they were given, so that undo takes the last one away. Each names its task,
// its question and its value, which is empty where the rater could not tell. After each answer the browser stores the list.
const rater = (() => {
  const sheet = data.index;
  const element = (id) => document.getElementById(id);
  let person = "";
  let order = [];
  let answers = [];
  let typed = "";

  // A number of 32 bits from a text (FNV-1a), and a stream of numbers in [0, 1) from it (mulberry32).
  function hash(text) {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    return value >>> 0;
  }
  function stream(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let value = Math.imul(seed ^ (seed >>> 15), seed | 1);
      value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
      return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
    };
  }

  // The tasks in the order of a rater; the items of each are in random order, too.
  function ordered(name) {
    const random = stream(hash(`${sheet.draw} ${name}`));
    const shuffled = (list) => {
      const result = [...list];
      for (let at = result.length - 1; at > 0; at--) {
        const other = Math.floor(random() * (at + 1));
        [result[at], result[other]] = [result[other], result[at]];
      }
      return result;
    };
    return shuffled(sheet.tasks).map((task) => ({ name: task.name, items: shuffled(task.items) }));
  }

  // MARK: Storage

  const key = () => `fusebench-${sheet.draw}-${person}`;

  function restore() {
    try {
      const stored = JSON.parse(localStorage.getItem(key()) ?? "[]");
      const known = new Set(sheet.tasks.map((task) => task.name));
      const isAnswer = (answer) => known.has(answer.task) && sheet.questions[answer.question] !== undefined;
      answers = Array.isArray(stored) ? stored.filter(isAnswer) : [];
    } catch {
      answers = [];
      element("warning").hidden = false;
    }
  }

  function store() {
    try { localStorage.setItem(key(), JSON.stringify(answers)); } catch { element("warning").hidden = false; }
  }

  // MARK: Answers

  const total = () => order.length * sheet.questions.length;
  const isDone = () => answers.length >= total();

  // Returns a test for questions of tasks that have an answer.
  function answered() {
    const given = new Set(answers.map((answer) => `${answer.question} ${answer.task}`));
    return (task, question) => given.has(`${question} ${task.name}`);
  }

  // The first question without an answer, in the order of the rater; null at the end.
  function next() {
    const isAnswered = answered();
    for (const task of order) {
      const question = sheet.questions.findIndex((_, at) => !isAnswered(task, at));
      if (question >= 0) return { task, question };
    }
    return null;
  }

  function answer(value) {
    const place = next();
    if (!place) return;
    answers.push({ task: place.task.name, question: place.question, value });
    store();
    show();
  }

  function undo() {
    if (!answers.length) return;
    answers.pop();
    store();
    show();
  }

  // MARK: Display

  function show() {
    typed = "";
    const place = next();
    const isAnswered = answered();
    const done = order.filter((task) => sheet.questions.every((_, at) => isAnswered(task, at))).length;
    element("bar").max = total();
    element("bar").value = answers.length;
    element("count").textContent = place
      ? `${grouped(done)} of ${counted(order.length, sheet.noun)}` : `All ${counted(order.length, sheet.noun)} rated`;
    element("undo").disabled = !answers.length;
    element("skip").disabled = !place;
    element("export").classList.toggle("primary", !place);
    // Tab and Enter go on at the next question.
    const hadFocus = element("questions").contains(document.activeElement);
    showItems(place);
    element("questions").replaceChildren(
      ...(place ? sheet.questions.map((question, at) => shownQuestion(question, at, place)) : [thanks()]));
    if (!place) element("export").focus();
    else if (hadFocus) element("questions").querySelector("button:not(:disabled)")?.focus();
  }

  const showItems = (place) =>
    element("task").replaceChildren(...(place ? place.task.items.map(shownItem) : []));

  const thanks = () => make("p", "", "Thank you. Export the file and send it back.");

  function shownItem(position) {
    const item = sheet.items[position];
    const box = make("div", "item");
    if (item.item !== undefined && thumbnails) {
      const image = make("div", "image");
      image.setAttribute("role", "img");
      image.setAttribute("aria-label", item.text ?? "image");
      const width = element("task").clientWidth;
      const side = sheet.isSet ? (width < 460 ? 96 : 128) : Math.min(256, width / 2 - 36);
      if (thumbnails.show(image, item.item, side)) box.append(image);
    }
    if (item.text !== undefined) box.append(make("p", "", item.text));
    return box;
  }

  function shownQuestion(question, at, place) {
    const box = make("div", "question");
    const given = answers.find((entry) => entry.task === place.task.name && entry.question === at);
    const isCurrent = at === place.question;
    box.classList.toggle("current", isCurrent && sheet.questions.length > 1);
    const line = make("p");
    if (question.name) line.append(make("b", "", question.name));
    line.append(make("span", "", question.text));
    const choices = make("div", sheet.choices.length > 5 ? "choices many" : "choices");
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", question.text);
    for (const choice of sheet.choices) {
      const button = make("button");
      button.type = "button";
      button.disabled = !isCurrent;
      button.dataset.key = choice.key;
      button.setAttribute("aria-pressed", given?.value === choice.value ? "true" : "false");
      button.append(make("kbd", "", choice.key), " ", make("span", "", choice.text));
      button.addEventListener("click", () => answer(choice.value));
      choices.append(button);
    }
    box.append(line, choices);
    return box;
  }

  // MARK: Keys

  // The choice of a key. Where there are ten choices or more, digits add up until they can only mean one.
  function press(digit) {
    typed += digit;
    const fitting = sheet.choices.filter((choice) => choice.key.startsWith(typed));
    if (!fitting.length) typed = "";
    if (fitting.length === 1 && fitting[0].key === typed) answer(fitting[0].value); else mark();
  }

  // Marks the choices that the typed digits may still mean.
  function mark() {
    for (const button of document.querySelectorAll(".choices button")) {
      button.classList.toggle("fitting", typed !== "" && button.dataset.key.startsWith(typed));
    }
  }

  document.addEventListener("keydown", (event) => {
    if (element("rating").hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key >= "0" && event.key <= "9" && event.key.length === 1) {
      event.preventDefault();
      if (event.key === "0" && !typed) { if (next()) answer(""); } else press(event.key);
    } else if (event.key === "Enter" && typed) {
      event.preventDefault();
      const choice = sheet.choices.find((choice) => choice.key === typed);
      typed = "";
      if (choice) answer(choice.value);
    } else if (event.key === "Escape") {
      typed = "";
      mark();
    } else if (event.key === "Backspace" || event.key.toLowerCase() === "u") {
      event.preventDefault();
      if (!typed) return undo();
      typed = typed.slice(0, -1);
      mark();
    }
  });

  // MARK: Export

  // The ratings in the order of the draw: the task, its question where questions have names, and the value.
  function csv() {
    const given = new Map(answers.map((entry) => [`${entry.question} ${entry.task}`, entry.value]));
    const lines = sheet.tasks.flatMap((task) => sheet.questions.flatMap((question, at) => {
      const value = given.get(`${at} ${task.name}`);
      const names = sheet.hasQuestions ? [task.name, question.name] : [task.name];
      return value === undefined ? [] : [csvLine([...names, value])];
    }));
    return csvLine(sheet.columns) + lines.join("");
  }

  const save = () => saveCSV(`${sheet.prefix}${person}.csv`, csv());

  // MARK: Start

  function start(name) {
    // A name that can stand in the name of a file.
    person = name.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    if (!person) return;
    order = ordered(person);
    restore();
    element("start").hidden = true;
    element("rating").hidden = false;
    element("task").classList.toggle("set", sheet.isSet);
    document.activeElement?.blur();
    show();
  }

  element("start").addEventListener("submit", (event) => {
    event.preventDefault();
    start(element("name").value);
  });
  element("undo").addEventListener("click", undo);
  element("skip").addEventListener("click", () => answer(""));
  element("export").addEventListener("click", save);
  // Images fill half of the width, which changes when a phone is turned.
  addEventListener("resize", () => { if (!element("rating").hidden) showItems(next()); });
  addEventListener("beforeunload", (event) => {
    if (!element("warning").hidden && answers.length) event.preventDefault();
  });

  return { start, answer, undo, csv, ordered, next, isDone, answers: () => answers };
})();
