import type { BrowserContext, Locator, Page } from '@playwright/test';
import { acceptInvitation, invite } from '#lib/auth/links.ts';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import { expect, siteUrl } from './test.ts';

/** People of the desk for tests. Ask for the fixture `newsroom` first: it connects to the site's database. */

export const password = 'weihe liushu di-3 ke';
const operator: Actor = { id: 'cli', name: '命令行', role: 'admin', sectionIds: null };
let count = 0;

/** A link that an administrator has made. */
export async function invitationFor(role: Role): Promise<string> {
  const made = await invite(operator, { role, sectionIds: null, note: '', days: 1 });
  if (!made.ok) throw new Error(made.message);
  return `${siteUrl()}/desk/invitation/${made.token}`;
}

/** Somebody with an account, each with a name of their own. */
export async function colleague(role: Role): Promise<{ username: string; name: string }> {
  const username = `${role}.${process.pid}.${++count}`;
  const link = await invitationFor(role);
  const name = `同事${count}`;
  const opened = await acceptInvitation(link.split('/').at(-1) ?? '', {
    name,
    username,
    email: `${username}@weishui.example`,
    password,
  });
  if (!opened.ok) throw new Error(opened.message);
  return { username, name };
}

/** Goes through the door as people do. */
export async function signIn(page: Page, username: string, word: string = password): Promise<void> {
  await page.goto('/desk/sign-in');
  await page.getByLabel('用户名或邮箱').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(word);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Signed in, and at the front of the desk. */
export async function enter(
  context: BrowserContext,
  role: Role,
): Promise<{ page: Page; username: string; name: string }> {
  const person = await colleague(role);
  const page = await context.newPage();
  await signIn(page, person.username);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${person.name}，您好`);
  return { page, ...person };
}

/** Goes to a control as somebody goes who has no mouse. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target}.`);
}

/** Opens the palette: a key that is pressed before the page's script runs is pressed again, as people do. */
export async function palette(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: '查找与命令' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(dialog.getByRole('combobox')).toBeFocused({ timeout: 1000 });
  }).toPass();
  return dialog;
}

/** Takes the first picture of the library, in the dialog that has just opened, by keyboard. */
export async function firstPicture(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '选图片' });
  await expect(dialog.getByRole('searchbox')).toBeFocused();
  await dialog.locator('button:has(img)').first().waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}
