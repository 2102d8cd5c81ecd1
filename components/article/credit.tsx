import type { PictureModel } from '#lib/content/models.ts';
import { storyStrings } from './strings.ts';

const text = storyStrings.picture;

/** 图/某某, and the mark of a picture made by a machine, as the rules on synthetic content ask. */
export function Credit({ picture }: { picture: PictureModel }) {
  return (
    <>
      {picture.credit && <span className="credit">{text.credit(picture.credit)}</span>}
      {picture.aiMade && <abbr title={text.aiLong}>{text.ai}</abbr>}
    </>
  );
}
