// Opens report.html in headless Chromium and uses it as a reader would.
//
//   node report.mjs REPORT.html [SCREENSHOT-DIRECTORY]
//
// Prints one line a check and `N passed, N failed`; exits 1 when one failed. Without a
// Chromium (CHROMIUM=path, or one of the usual places) it says SKIPPED and exits 0.
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const report = resolve(process.argv[2] ?? 'report.html');
const pictures = process.argv[3];
const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path));
if (!executablePath) {
  console.log('SKIPPED browser tests: no Chromium found; set CHROMIUM=/path/to/chromium');
  process.exit(0);
}
let chromium;
try {
  ({ chromium } = await import('playwright-core'));
} catch {
  console.log('SKIPPED browser tests: playwright-core is not installed (npm ci in tests/browser)');
  process.exit(0);
}

let [passed, failed] = [0, 0];
async function check(name, claim) {
  try {
    const found = await claim();
    if (found !== true) throw new Error(`found ${JSON.stringify(found)}`);
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message.split('\n')[0]}`);
  }
}

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** A page with the report open, and everything it complained about or asked for. */
async function open(options = {}, hash = '') {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, reducedMotion: 'reduce', acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000); // a busy machine is no failure
  page.complaints = [];
  page.requests = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.complaints.push(message.text()));
  page.on('pageerror', (error) => page.complaints.push(error.message));
  page.on('request', (request) => !/^(file|data|blob):/.test(request.url()) && page.requests.push(request.url()));
  await page.goto(pathToFileURL(report).href + hash);
  await page.waitForSelector('html[data-ready]');
  return page;
}
const picture = (page, name, options = {}) => {
  if (!pictures) return null;
  mkdirSync(pictures, { recursive: true });
  return page.screenshot({ path: `${pictures}/${name}.png`, ...options });
};

const page = await open();
const data = await page.evaluate(() => ({
  lang: covgap.data.lang,
  villages: covgap.data.totals.villages,
  uncovered: covgap.data.totals.uncovered,
  covered: covgap.data.totals.covered,
  levels: covgap.levels.length,
  first: covgap.data.ranking.order[0],
  names: covgap.data.villages.name,
  ids: covgap.data.villages.id,
  main: covgap.mainLevel ? covgap.mainLevel.units.map((unit) => ({ name: unit.name, villages: unit.villages.length, href: covgap.unitHref(unit) })) : [],
}));
const say = (number, lang) => new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB').format(number);
const inEnglish = page.getByRole('button', { name: 'English' });
const inVietnamese = page.getByRole('button', { name: 'Tiếng Việt' });

await check('opens in the language that was asked for', async () => (await page.getAttribute('html', 'lang')) === data.lang);
await check('is one file of less than 5 MB (10 MB for a country)', () => statSync(report).size < (data.villages > 10_000 ? 10e6 : 5e6));
await check('asks nobody for anything by itself', () => !/<(script|link|img|iframe)[^>]+(src|href)=["']?(https?:)?\/\//i.test(readFileSync(report, 'utf8').split('<script')[0]));
await inEnglish.click();
await check('the answer counts the villages', async () => {
  const text = await page.textContent('#headline');
  return text.includes(say(data.covered, 'en')) && text.includes(say(data.villages, 'en')) ? true : text;
});
await check('the map is drawn', () => page.evaluate(() => {
  const canvas = document.querySelector('#map canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let i = 0; i < pixels.length; i += 400) if (pixels[i + 3]) colours.add(`${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`);
  return colours.size > 2;
}));
await picture(page, 'light');
await check('every uncovered village is in the list', async () => {
  const rows = await page.locator('#list tbody tr').count();
  return rows === Math.min(50, data.uncovered) || [rows, data.uncovered];
});
if (data.uncovered > 0) {
  await check('a name in the list leads to its evidence', async () => {
    await page.locator('#list tbody a').first().click();
    const text = await page.textContent('#evidence h3');
    return text.includes(data.names[data.first] ?? data.ids[data.first]) ? true : text;
  });
  await check('the evidence states the share and the rule', async () => /%/.test(await page.textContent('#evidence .why')));
  await picture(page, 'village');
  await page.keyboard.press('Escape');
  await check('Escape closes the evidence', async () => (await page.locator('#evidence h3').count()) === 0);
}
await check('a click on the map chooses a village', async () => {
  await page.locator('.leaflet-control-zoom a').last().click();
  await page.waitForTimeout(400);
  await page.locator('#map').scrollIntoViewIfNeeded();
  const spot = await page.evaluate(() => {
    const v = covgap.all.find((nth) => covgap.data.villages.status[nth] === 'c' && nth > covgap.count / 3);
    const point = covgap.map.latLngToContainerPoint(L.CRS.EPSG3857.pointToLatLng(L.point(covgap.centres.x[v], covgap.centres.y[v]), 0));
    return { x: point.x, y: point.y };
  });
  await page.locator('#map').click({ position: spot });
  return (await page.locator('#evidence h3').count()) === 1;
});

const sought = data.names.findIndex((name) => name && /[đáàảãạéèêíìóòôơúùưý]/i.test(name) && !/[<>]/.test(name));
if (sought >= 0) {
  await check('search finds a name without its accents', async () => {
    const plain = data.names[sought].normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();
    await page.fill('#search', plain);
    await page.waitForFunction(() => covgap.filter.text !== '');
    return page.evaluate((v) => covgap.matches[v] === 1 && document.querySelectorAll('#list tbody tr').length > 0, sought);
  });
  await check('what is sought and not there is not found', async () => {
    await page.fill('#search', 'zzzz no such village');
    await page.waitForFunction(() => covgap.filter.text.startsWith('zzzz'));
    return page.evaluate(() => covgap.matches.every((m) => m === 0));
  });
  await page.getByRole('button', { name: 'Clear' }).click();
}
await check('the status filter keeps only that status', async () => {
  await page.locator('#filters label', { hasText: 'Status' }).locator('select').selectOption('c');
  const kept = await page.evaluate(() => covgap.matches.reduce((sum, m) => sum + m, 0));
  await page.getByRole('button', { name: 'Clear' }).click();
  return kept === data.covered || kept;
});
if (data.main.length > 1) {
  await check('a district has a part of its own, at its own address', async () => {
    const unit = data.main.find((u) => u.name) ?? data.main[0];
    await page.evaluate((href) => { location.hash = href; }, unit.href);
    await page.waitForFunction(() => covgap.place !== null);
    const text = await page.textContent('#place h3');
    return text.startsWith(unit.name) ? true : text;
  });
  await check('a district answers to its plain name too, accents or not', async () => {
    const unit = data.main.filter((u) => u.name && !/[<>"'&=/]/.test(u.name)).at(-1);
    if (!unit) return true;
    const plain = unit.name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();
    await page.evaluate(([plain]) => { covgap.choosePlace(null); location.hash = `#${encodeURIComponent(covgap.mainLevel.name)}=${encodeURIComponent(plain)}`; }, [plain]);
    await page.waitForFunction(() => covgap.place !== null);
    return await page.evaluate(() => covgap.place.name) === unit.name;
  });
  await picture(page, 'place');
  await check('the table of districts sorts', async () => {
    const head = page.locator('#units thead button').nth(1);
    await head.click();
    const values = (await page.locator('#units tbody tr td:nth-child(2)').allTextContents()).map((text) => Number(text.replace(/\D/g, '')));
    const sorted = [...values].sort((a, b) => b - a);
    return JSON.stringify(values) === JSON.stringify(sorted) || values.slice(0, 5);
  });
}
if (data.uncovered > 0) {
  await check('the list is saved as CSV with every village', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#list .export').click()]);
    const text = readFileSync(await download.path(), 'utf8');
    return text.startsWith('\ufeffrank,') && text.trimEnd().split('\r\n').length >= data.uncovered + 1 ? true : text.slice(0, 80);
  });
}
await check('service areas are drawn when they are asked for', async () => {
  const boxes = page.locator('#layers table input');
  if ((await boxes.count()) === 0) return true;
  const before = await page.evaluate(() => document.querySelector('#map canvas').toDataURL());
  await boxes.first().check();
  await page.waitForTimeout(500);
  return before !== await page.evaluate(() => document.querySelector('#map canvas').toDataURL());
});
await picture(page, 'layers');

const parts = await page.evaluate(() => ({ rules: covgap.data.rules?.length ?? 0, plan: Boolean(covgap.data.plan), investment: Boolean(covgap.data.investment), gaps: covgap.data.map.counting.length, sureness: Boolean(covgap.data.sureness) }));
await check('a part without data is not shown, one with data is', async () => {
  const shown = await page.evaluate(() => Object.fromEntries(['rules', 'plan', 'investment', 'proposals', 'changes'].map((name) => [name, !document.getElementById(`${name}-section`).hidden])));
  const due = await page.evaluate(() => Boolean(covgap.data.benchmark?.sites.length));
  if (shown.changes !== await page.evaluate(() => Boolean(covgap.data.changes))) return shown;
  return (shown.rules === parts.rules > 0 && shown.plan === parts.plan && shown.investment === parts.investment && shown.proposals === due) || shown;
});
const changed = await page.evaluate(() => covgap.data.changes && { kinds: covgap.data.changes.kinds, all: covgap.data.changes.villages.length });
if (changed) {
  await check('what changed since the older vintage is told, with a reason in both languages', async () => {
    const gained = changed.kinds.find((kind) => kind.kind === 'gained').villages;
    const text = await page.textContent('#changes');
    const rows = await page.locator('#changes .table').nth(1).locator('tbody tr').count();
    if (!text.includes(say(gained, 'en')) || rows !== Math.min(30, changed.all)) return [gained, rows];
    const reason = () => page.locator('#changes .table').nth(1).locator('tbody tr').first().locator('td').last().textContent();
    const english = await reason();
    await inVietnamese.click();
    const vietnamese = await reason();
    await inEnglish.click();
    return (english !== vietnamese && english.length > 10) || [english, vietnamese];
  });
}
if (parts.rules) {
  await check('the rules stand side by side, the one in use among them with its number', async () => {
    const rows = await page.locator('#rules .table').first().locator('tbody tr').count();
    const used = await page.locator('#rules tbody tr', { has: page.locator('.in-use') }).first().textContent();
    return (rows === Math.min(60, parts.rules) && used.includes(say(data.uncovered, 'en'))) || [rows, used];
  });
  await check('the matrix of rules is symmetric', async () => {
    await page.locator('#rules details').last().evaluate((details) => { details.open = true; });
    await page.waitForSelector('#rules .matrix');
    return page.evaluate(() => {
      const rows = [...document.querySelectorAll('#rules .matrix tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent));
      return rows.length > 1 && rows.every((row, i) => row.every((text, j) => text === rows[j][i]));
    });
  });
}
if (parts.gaps) {
  await check('the parts without coverage can be hidden and shown', async () => {
    const picture = () => page.evaluate(() => document.querySelector('#map canvas').toDataURL());
    const box = page.locator('#layers label', { hasText: 'parts without coverage' }).locator('input');
    await page.evaluate(() => covgap.zoomTo(covgap.all));
    await page.waitForTimeout(700);
    const was = await box.isChecked();
    const before = await picture();
    await box.setChecked(!was);
    await page.waitForTimeout(700);
    const after = await picture();
    await box.setChecked(was);
    return before !== after;
  });
}
if (parts.plan) {
  await check('the phases of the plan add up to its answer', () => page.evaluate(() => {
    const { plan } = covgap.data;
    const served = plan.served.filter(([, phase]) => phase !== null).length;
    const sites = plan.sites.reduce((sum, site) => sum + site.villages.length, 0);
    return served === sites && document.querySelector('#plan .headline').textContent.includes(String(plan.sites.length));
  }));
  await check('a site of the plan shows its service area on the map', async () => {
    await page.locator('#plan button.link').first().click();
    return page.evaluate(() => covgap.mapOptions.site !== null && covgap.areaRings(covgap.mapOptions.site).x.length > 3);
  });
  await picture(page, 'site');
}
await check('the keyboard alone finds a village and leaves it again', async () => {
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('/');
  await page.keyboard.type((data.ids.find((id) => !/[<>"'&]/.test(id)) ?? data.ids[0]).slice(0, 40));
  await page.keyboard.press('Enter');
  await page.waitForSelector('#evidence h3');
  const focused = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press('Escape');
  await page.evaluate(() => { document.querySelector('#search').value = ''; covgap.filter.text = ''; covgap.applyFilter(); });
  return (focused === 'evidence' && await page.locator('#evidence h3').count() === 0) || focused;
});
await check('every control has a name, every picture words', () => page.evaluate(() => {
  const nameless = [...document.querySelectorAll('button, input, select, a[href], [role=region], [role=application], svg[role]')]
    .filter((element) => element.offsetParent !== null && !(element.textContent.trim() || element.getAttribute('aria-label') || element.labels?.length || element.title));
  return nameless.length === 0 || nameless.slice(0, 3).map((element) => element.outerHTML.slice(0, 80));
}));

await inVietnamese.click();
await check('in Vietnamese no English is left', () => page.evaluate(() => {
  const words = JSON.parse(document.getElementById('covgap-words').textContent);
  const english = new Set(Object.keys(words.en).filter((key) => words.en[key] !== words.vi[key] && words.en[key].length > 3 && !words.en[key].includes('{')).map((key) => words.en[key].toLowerCase()));
  const vietnamese = new Set(Object.values(words.vi).map((text) => text.toLowerCase()));
  const walker = document.createTreeWalker(document.querySelector('body'), NodeFilter.SHOW_TEXT);
  const left = [];
  while (walker.nextNode()) {
    const { parentElement: parent, textContent } = walker.currentNode;
    const text = textContent.trim().toLowerCase();
    if (parent.closest('script, style, [lang=en], code, noscript, footer details')) continue;
    if (english.has(text) && !vietnamese.has(text)) left.push(text);
  }
  return left.length === 0 || left.slice(0, 5);
}));
await check('in Vietnamese the page says so', async () => (await page.getAttribute('html', 'lang')) === 'vi');
await check('in Vietnamese numbers are written as in Vietnam', async () => (await page.textContent('#headline')).includes(say(data.villages, 'vi')));
await check('in Vietnamese no key is left without words', async () => {
  const left = await page.evaluate(() => (document.body.innerText.match(/\b(column|status|why|figure|map|chart|nav|rule|filter|word|quality|sources|level)\.[a-zA-Z.?]+/g) ?? []));
  return left.length === 0 || left;
});
await picture(page, 'vietnamese');
await check('a name cannot run as code', async () => !(await page.title()).includes('broken'));
await check('the keyboard reaches the map and moves it', async () => {
  await page.locator('#map').focus();
  const before = await page.evaluate(() => covgap.map.getCenter().lng);
  await page.keyboard.press('+');
  await page.waitForTimeout(500);
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(600);
  return before !== await page.evaluate(() => covgap.map.getCenter().lng);
});
await check('nothing was asked of anybody', () => page.requests.length === 0 || page.requests);
await check('the console stayed quiet', () => page.complaints.length === 0 || page.complaints);
await page.context().close();

const phone = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
await check('on a phone nothing is wider than the screen', async () => {
  const width = await phone.evaluate(() => document.documentElement.scrollWidth);
  return width <= 390 || width;
});
await picture(phone, 'phone');
await phone.context().close();

const dark = await open({ colorScheme: 'dark' });
await check('in the dark the page is dark', () => dark.evaluate(() => getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'));
await picture(dark, 'dark');
await dark.context().close();

if (data.villages > 10_000) {
  const large = await open();
  await check('a country is there in seconds and moves without a stutter', async () => {
    const ready = await large.evaluate(() => performance.now());
    const frames = await large.evaluate(async () => {
      const times = [];
      for (let nth = 0; nth < 5; nth += 1) {
        const started = performance.now();
        covgap.map.panBy([200, 0], { animate: false });
        await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
        times.push(performance.now() - started);
      }
      return times.sort((a, b) => a - b)[2];
    });
    const filtering = await large.evaluate(() => { const started = performance.now(); covgap.filter.text = '12'; covgap.applyFilter(); return performance.now() - started; });
    console.log(`        ready ${Math.round(ready)} ms, a pan ${Math.round(frames)} ms, a filter ${Math.round(filtering)} ms`);
    return (ready < 30_000 && frames < 1500 && filtering < 1500) || [ready, frames, filtering];
  });
  await large.context().close();
}

const paper = await open();
await check('on paper the map is there and every uncovered village', async () => {
  const pdf = await paper.pdf({ preferCSSPageSize: true, printBackground: true, path: pictures ? `${pictures}/print.pdf` : undefined });
  const drawn = await paper.evaluate(() => {
    const canvas = document.getElementById('print-map');
    return canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3] > 0 || canvas.width;
  });
  return pdf.length > 20_000 && drawn;
});
await paper.context().close();

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
