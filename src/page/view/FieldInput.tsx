/** One value of the scenario to change: a slider and a text for a number, a list for words. */
import type { JSX } from 'preact';
import type { Field } from '../model.ts';

const STEPS = 100;
/** A slider reaches to so many times the value as it is. */
const REACH = 4;

interface Props {
  readonly field: Field;
  /** As it is written now. */
  readonly value: string;
  readonly onValue: (value: string) => void;
}

export function FieldInput({ field, value, onValue }: Props): JSX.Element {
  const { path, choices } = field;
  const id = `field-${path}`;
  if (choices !== null) {
    return (
      <div class="field">
        <label for={id}>{path}</label>
        <select id={id} value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
          {choices.map((choice) => (
            <option value={choice}>{choice}</option>
          ))}
        </select>
      </div>
    );
  }
  const slider = sliderOf(field, value);
  return (
    <div class="field">
      <label for={id}>{path}</label>
      {slider === null ? null : (
        <input
          type="range"
          aria-label={`${path}, slider`}
          min={slider.min}
          max={slider.max}
          step={slider.step}
          value={slider.at}
          aria-valuetext={value}
          onInput={({ currentTarget }) => onValue(`${Number(currentTarget.value)}${slider.unit}`)}
        />
      )}
      <input
        id={id}
        type="text"
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
      {value === field.value ? null : (
        <button type="button" onClick={() => onValue(field.value)}>
          back to {field.value}
        </button>
      )}
    </div>
  );
}

interface Slider {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly at: number;
  readonly unit: string;
}

/** In the unit in which the value is written; null for what is no single number. */
export function sliderOf({ value: original }: Pick<Field, 'value'>, value: string): Slider | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([^\d\s]\D*)?$/.exec(original) ?? [];
  if (number === undefined) return null;
  const now = /^(\d+(?:\.\d+)?)([^\d\s]\D*)?$/.exec(value);
  const [size, isCount] = [Number(number), unit === undefined && Number.isInteger(Number(number))];
  const max = size === 0 ? 10 : REACH * size;
  const step = isCount ? 1 : Number((max / STEPS).toPrecision(1));
  const at = now !== null && (now[2] ?? '') === (unit ?? '') ? Number(now[1]) : size;
  return { min: 0, max, step, at, unit: unit ?? '' };
}
