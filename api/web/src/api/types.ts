/** The shapes that the server sends, as far as the pages read them. */

export type Audience = 'worker' | 'enterprise' | 'hotline';
export type Status = 'answered' | 'partial' | 'needs_input' | 'not_covered' | 'declined' | 'notice';
export type Mode = 'approved' | 'extract' | 'calculation' | 'generated' | 'fixed';

export interface Citation {
  id: string;
  policy_id: string;
  policy_title: string;
  label: string;
  heading: string;
  quote: string;
  url: string;
}

export interface Step {
  text: string;
  expression: string;
  value: string;
  citations: Citation[];
}

export interface Calculation {
  calculator: string;
  status: 'exact' | 'range' | 'needs_input' | 'out_of_range';
  value?: string | null;
  low?: string | null;
  high?: string | null;
  unit: string;
  steps: Step[];
  assumptions: string[];
  notices: string[];
  citations: Citation[];
  title?: string;
  /** The result in one sentence. */
  conclusion?: string;
  understood?: string;
  needs?: string[];
}

export interface Need {
  name: string;
  label: string;
  type: string;
  question: string;
}

export interface Answer {
  answer_id: string;
  conversation_id: string;
  status: Status;
  mode: Mode;
  text: string;
  citations: Citation[];
  calculation: Calculation | null;
  needs: Need[];
  suggestions: string[];
  notices: string[];
  understood?: string;
  generated_by?: string | null;
}
