import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PictureModel } from '#lib/content/models.ts';
import { Picture } from './picture.tsx';

const picture: PictureModel = {
  ...{ mediaId: 7, src: '/media/a/828.webp', srcset: '/media/a/320.webp 320w', full: '/media/a/1920.jpg' },
  ...{ avif: '/media/a/320.avif 320w', crops: null, width: 1920, height: 1080, color: '#b08a5e', focal: '50% 50%' },
  ...{ alt: '梯田', caption: '', credit: '', licence: '', aiMade: false },
};
const drawn = (model: PictureModel) => renderToStaticMarkup(createElement(Picture, { picture: model, sizes: '50vw' }));

it('a picture is offered in AVIF where there is one, around the same image', () => {
  expect(drawn(picture)).toMatch(
    /^<picture><source type="image\/avif" srcSet="\/media\/a\/320\.avif 320w" sizes="50vw"\/><img .*srcSet="\/media\/a\/320\.webp 320w".*\/><\/picture>$/,
  );
  expect(drawn({ ...picture, avif: null })).toMatch(/^<img /);
});
