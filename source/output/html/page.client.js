// What the page can do beyond being read: search, unfold, and go from the ladder to an event. It makes no HTML and sends nothing.
(() => {
  const search = document.querySelector('.search');
  const input = search.querySelector('input');
  const output = search.querySelector('output');
  const unfold = search.querySelector('.unfold');
  const calls = [...document.querySelectorAll('.call')];
  const texts = new WeakMap();
  const opened = new Set();
  // Ranges beyond that are found all the same, only without colour.
  const mostMarked = 2000;
  // Payloads that are unfolded because what is searched stands in them.
  const mostOpened = 20;

  document.documentElement.classList.add('scripted');
  search.hidden = false;
  unfold.hidden = document.querySelector('.events details') === null;

  const textOf = element => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };

  const wordsOf = text => text.toLowerCase().split(/\s+/).filter(Boolean);

  function find(words) {
    for (const details of opened) details.open = false;
    opened.clear();
    const hasAll = element => words.every(word => textOf(element).includes(word));
    let events = 0;
    let found = 0;
    for (const call of calls) {
      const rows = [...call.querySelectorAll('.events > li')];
      const hits = rows.filter(hasAll);
      // Words may stand apart from each other, above the events: then the call is shown whole.
      const isWhole = hits.length === 0 && hasAll(call);
      for (const row of rows) row.hidden = !isWhole && !hits.includes(row);
      call.hidden = hits.length === 0 && !isWhole;
      for (const part of call.querySelectorAll('.part:not(:has(.events))'))
        part.hidden = !isWhole && words.length > 0 && !hasAll(part);
      const row = document.querySelector(`[data-call="${call.id}"]`);
      if (row) row.hidden = call.hidden;
      events += hits.length;
      if (!call.hidden) found += 1;
      for (const hit of hits) unfoldFor(hit, words);
    }
    mark(words);
    const many = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;
    output.value =
      words.length === 0
        ? ''
        : found === 0
          ? 'Nothing is found.'
          : `${many(events, 'event')} in ${many(found, 'call')}`;
  }

  function unfoldFor(row, words) {
    const details = row.querySelector('details');
    if (words.length === 0 || !details || details.open || opened.size >= mostOpened) return;
    if (words.every(word => textOf(details.querySelector('summary')).includes(word))) return;
    details.open = true;
    opened.add(details);
  }

  function mark(words) {
    if (!CSS.highlights) return;
    CSS.highlights.delete('found');
    if (words.length === 0) return;
    const ranges = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && ranges.length < mostMarked) {
      const node = walker.currentNode;
      const text = node.data.toLowerCase();
      if (text.length !== node.data.length || node.parentElement.closest('[hidden], title')) continue;
      for (const word of words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set('found', new Highlight(...ranges));
  }

  input.addEventListener('input', () => find(wordsOf(input.value)));

  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
    if (event.key === 'Escape' && document.activeElement === input) {
      input.value = '';
      find([]);
    }
  });

  unfold.addEventListener('click', () => {
    const all = [...document.querySelectorAll('.events details')];
    const isOpening = all.some(details => !details.open);
    for (const details of all) details.open = isOpening;
    unfold.textContent = isOpening ? 'Fold payloads' : 'Unfold payloads';
  });

  document.addEventListener('click', event => {
    const step = event.target.closest?.('.step');
    if (step) location.hash = step.dataset.event;
  });
})();
