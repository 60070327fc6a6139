import { EntitySchema, EntitySchemaOptions } from 'typeorm';

/** A table as TypeORM sees it: property names, columns and types. Tables themselves come from migrations only. */
export function defineEntity<Row extends object>(table: {
  name: string;
  tableName: string;
  columns: EntitySchemaOptions<Row>['columns'];
}): EntitySchema<Row> {
  return new EntitySchema<Row>(Object.assign(new EntitySchemaOptions<Row>(), table));
}
