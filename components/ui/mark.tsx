import type { ListItem } from '#lib/content/models.ts';

type Props = {
  of: ListItem['mark'];
  /** The picture is drawn beside the title: that there is one need not be said. */
  pictured?: boolean;
};

/** 图, 组图, 视频 or 音频 after a title. */
export function Mark({ of: mark, pictured = false }: Props) {
  return mark === '' || (pictured && mark === '图') ? null : <span className="mk">{mark}</span>;
}
