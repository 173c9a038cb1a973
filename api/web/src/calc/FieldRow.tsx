import type { Field } from '../api/calculators';

interface Props {
  field: Field;
  value: string;
  error: string | undefined;
  onValue: (value: string) => void;
}

const KEYPADS: { [keypad: string]: 'numeric' | 'decimal' } = { numeric: 'numeric', decimal: 'decimal' };

/** One input with its label, unit and help, and its error beside it. */
export function FieldRow({ field, value, error, onValue }: Props) {
  const id = `f-${field.name}`;
  const about = `${id}-help${error ? ` ${id}-error` : ''}`;
  const shared = {
    id,
    class: error ? 'field__box field__box_wrong' : 'field__box',
    value,
    'aria-describedby': about,
    'aria-invalid': Boolean(error),
    'aria-required': field.required,
  };
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {field.label}
        {!field.required && <span class="muted small">（选填）</span>}
      </label>
      <div class="field__line">
        {field.choices.length > 0 ? (
          <select {...shared} onChange={(event) => onValue(event.currentTarget.value)}>
            <option value="">请选择</option>
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...shared}
            type="text"
            inputMode={KEYPADS[field.keypad] || 'text'}
            maxLength={40}
            autoComplete="off"
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        )}
        {field.unit && <span class="field__unit">{field.unit}</span>}
      </div>
      <p class="small muted" id={`${id}-help`}>
        {field.help || field.allowed}
      </p>
      {error && (
        <p class="field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
