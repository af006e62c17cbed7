/** The fields that forms are made of; see `README.md`. */
export { under, row, seen, type Bind } from '../bind';
export { ChoiceField, Group, SeveralField, SwitchField, type Option } from './choice';
export { LanguageField, LanguagesField } from './languages';
export { ListField } from './list';
export { DurationField, NumberField, duration } from './number';
export { ProgramField, ProgramsField } from './programs';
export { RowsField } from './rows';
export { LongTextField, TextField, VariablesField, type Variable } from './text';
export { ZoneField } from './zone';
