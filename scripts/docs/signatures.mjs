import { Converter, DeclarationReflection, IndexedAccessType, QueryType } from "typedoc";
