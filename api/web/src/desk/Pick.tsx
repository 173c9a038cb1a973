import { useEffect, useState } from 'preact/hooks';
import { type Passage, type Suggestions, staff } from './api';
import { Labelled } from './Frame';

interface PickProps {
  question: string;
  chosen: string[];
  onChosen: (chosen: string[]) => void;
}

/** The sentences that an answer rests on, found by words and ticked. */
export function Pick({ question, chosen, onChosen }: PickProps) {
  const [words, setWords] = useState(question);
  const [found, setFound] = useState<Passage[]>([]);
  useEffect(() => {
    if (!words.trim()) return;
    const timer = setTimeout(() => {
      staff<Suggestions>(`/suggest?q=${encodeURIComponent(words)}`).then(
        (result) => setFound(result.passages),
        () => setFound([]),
      );
    }, 300);
    return () => clearTimeout(timer);
  }, [words]);
  const turn = (id: string) =>
    onChosen(chosen.indexOf(id) >= 0 ? chosen.filter((one) => one !== id) : chosen.concat(id));
  return (
    <fieldset>
      <legend class="field__label">依据的条款</legend>
      <Labelled id="clause-words" label="查找条款" value={words} onValue={setWords} maxLength={200} />
      {found.map((passage) => (
        <label key={passage.id} class="desk__pick">
          <input
            type="checkbox"
            checked={chosen.indexOf(passage.id) >= 0}
            onChange={() => turn(passage.id)}
          />{' '}
          <strong>{passage.label}</strong> {passage.text}
        </label>
      ))}
    </fieldset>
  );
}

interface AreaProps {
  id: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  maxLength: number;
}

/** A field of several lines with its label. */
export function Area({ id, label, value, onValue, maxLength }: AreaProps) {
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        class="field__box"
        rows={3}
        maxLength={maxLength}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}
