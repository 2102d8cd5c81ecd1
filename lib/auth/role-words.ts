import { type Role, roleNames, roles } from '#lib/newsroom/actor.ts';

const about: Record<Role, string> = {
  reporter: '写自己的稿件',
  editor: '一审，编排推荐位与媒体库',
  director: '二审，更正与撤稿',
  chief: '三审与签发',
  admin: '人员与设置，不参与审稿',
};

/** Roles as one chooses among them. */
export const roleChoices = roles.map((value) => ({ value, label: roleNames[value], about: about[value] }));
