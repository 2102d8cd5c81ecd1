import { randomInt } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

export const shortestPassword = 10;
export const longestPassword = 128;

/** What is tried first by whoever guesses. */
const common = new Set(
  'password passw0rd qwertyuiop qwerty1234 1q2w3e4r5t 1qaz2wsx3edc abcdefghij abcd123456 abc1234567 administrator woaini1314 5201314520 tianshui123 weishui123 weishui2026 password123 admin12345 1234567890 0123456789 0987654321 9876543210'.split(
    ' ',
  ),
);

/** What is wrong with a password that somebody chooses, as a sentence; null: nothing. */
export function passwordProblem(password: string, owner: { username: string; email: string }): string | null {
  const length = [...password].length;
  if (length < shortestPassword) return `密码至少要 ${shortestPassword} 个字符。`;
  if (password.length > longestPassword) return `密码最多 ${longestPassword} 个字符。`;
  const plain = password.toLowerCase();
  if (common.has(plain) || new Set(plain).size < 4) return '这个密码太常见，请换一个。';
  const names = [owner.username, owner.email, owner.email.split('@')[0] ?? ''].map((name) => name.toLowerCase());
  if (names.some((name) => name.length >= 4 && plain.includes(name))) return '密码里不能有用户名或邮箱。';
  return null;
}

/** A password for a person to copy once: 20 letters and digits, none that looks like another; 100 bits. */
export function generatePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return Array.from({ length: 20 }, () => letters[randomInt(letters.length)])
    .join('')
    .replace(/(.{5})(?=.)/g, '$1-');
}

/** scrypt (N=16384, r=16, p=1) with a salt of its own, off the main thread. */
export { hashPassword };

/** @param hash null: there is no such account; the work is done all the same, so that its time tells nothing. */
export async function passwordFits(hash: string | null, password: string): Promise<boolean> {
  if (password.length > longestPassword) return false;
  if (hash === null) {
    await hashPassword(password);
    return false;
  }
  return verifyPassword({ hash, password });
}
