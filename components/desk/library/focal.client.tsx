'use client';
import { type MouseEvent, useState } from 'react';
import { ActionForm } from '../action-form.client.tsx';
import type { FormAction } from '../form-state.ts';
import { library as words } from './strings.ts';

type Props = { id: number; src: string; width: number; height: number; x: number; y: number; action: FormAction };

/** The point that crops keep in view: by a click on the picture, or by two sliders. */
export function Focal({ id, src, width, height, x, y, action }: Props) {
  const [point, setPoint] = useState({ x, y });
  const pick = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (at: number, length: number) => Math.min(100, Math.max(0, Math.round((at / length) * 100)));
    setPoint({ x: part(event.clientX - box.left, box.width), y: part(event.clientY - box.top, box.height) });
  };
  const slider = (axis: 'x' | 'y', label: string) => (
    <label className="slider">
      {label}
      <input
        type="range"
        name={axis}
        min={0}
        max={100}
        value={point[axis]}
        onChange={(event) => setPoint({ ...point, [axis]: Number(event.target.value) })}
      />
      <output>{point[axis]}%</output>
    </label>
  );
  return (
    <ActionForm action={action} submit={words.saveFocal} hidden={{ id: String(id) }} className="form focal">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the sliders beside it do the same by keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the sliders beside it do the same by keyboard */}
      <div className="focal-picture" onClick={pick}>
        {/* biome-ignore lint/performance/noImgElement: its variants were made when it was taken in */}
        <img src={src} width={width} height={height} alt="" />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <circle cx={(point.x / 100) * width} cy={(point.y / 100) * height} r={Math.max(width, height) / 40} />
        </svg>
      </div>
      {slider('x', words.across)}
      {slider('y', words.down)}
    </ActionForm>
  );
}
