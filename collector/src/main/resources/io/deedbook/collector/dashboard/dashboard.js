// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

// Adds what arrives while the page is open. Rows come as HTML that the server has escaped.

const ROWS_MAX = 200;
const live = document.getElementById('live');
const rows = document.getElementById('rows');

function addRow(event) {
  const template = document.createElement('template');
  template.innerHTML = event.data;
  const row = template.content.querySelector('tr');
  if (!row || rows.querySelector(`tr[data-index="${CSS.escape(row.dataset.index)}"]`)) {
    return;
  }
  row.classList.add('fresh');
  rows.prepend(row);
  while (rows.rows.length > ROWS_MAX) {
    rows.lastElementChild.remove();
  }
  document.getElementById('list').hidden = false;
  document.getElementById('empty')?.remove();
  document.getElementById('none')?.remove();
}

function add(id, count) {
  const number = document.getElementById(id);
  if (number) {
    number.textContent = String(Number(number.textContent) + count);
  }
}

function addCounts(event) {
  for (const line of event.data.split('\n')) {
    const [risk, count] = line.split(' ');
    if (Number(count) > 0) {
      add(`count-${risk}`, Number(count));
      add('count-total', Number(count));
    }
  }
}

// A hidden page lets go of its connection: browsers allow few of them to one server.
function follow() {
  let source = null;
  let seen = null;

  function remember(event) {
    seen = event.lastEventId || seen;
  }

  function open() {
    const address = new URL(live.dataset.href, location.href);
    if (seen !== null) {
      address.searchParams.set('after', seen);
    }
    source = new EventSource(address);
    source.addEventListener('open', () => {
      live.textContent = 'Live';
      live.classList.add('on');
    });
    source.addEventListener('error', () => {
      live.textContent = source.readyState === EventSource.CLOSED ? 'Live updates ended; reload' : 'Reconnecting';
      live.classList.remove('on');
    });
    source.addEventListener('record', (event) => {
      remember(event);
      addRow(event);
    });
    source.addEventListener('counts', (event) => {
      remember(event);
      addCounts(event);
    });
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (source === null) {
      open();
    }
  });
  if (!document.hidden) {
    open();
  }
}

if (live?.dataset.href && rows) {
  follow();
}

// Fields left empty stay out of the address.
document.querySelector('form.filter')?.addEventListener('submit', (event) => {
  for (const field of event.target.querySelectorAll('input, select')) {
    field.disabled = field.value === '';
  }
});
addEventListener('pageshow', () => {
  for (const field of document.querySelectorAll('form.filter :disabled')) {
    field.disabled = false;
  }
});
