"""The grammar of security rules, for lark.

It follows the official one (npm package @firebase/eslint-plugin-security-rules) and leaves out what rules
hardly ever use: imports, bytes, unary plus. What it leaves out is a syntax error, never a guess.
"""

GRAMMAR = r"""
file: version? service*
version: "rules_version" "=" STRING ";"?
service: "service" service_name "{" _statement* "}"
service_name: NAME "." NAME
_statement: function | match | allow

match: "match" pattern "{" _statement* "}"
pattern: pattern_segment+
?pattern_segment: SEGMENT                    -> fixed_segment
    | "/" "{" NAME "}"                       -> wildcard
    | "/" "{" NAME "=" "**" "}"              -> recursive_wildcard

allow: "allow" verbs (":" "if" expression)? ";"
verbs: verb ("," verb)*
verb: NAME

function: "function" NAME "(" parameters ")" "{" binding* "return" expression ";"? "}"
parameters: (NAME ("," NAME)*)?
binding: "let" NAME "=" expression ";"

?expression: disjunction
    | disjunction "?" expression ":" expression   -> conditional
?disjunction: conjunction
    | disjunction OR conjunction             -> logical
?conjunction: equality
    | conjunction AND equality               -> logical
?equality: relation
    | equality EQUALITY relation             -> binary
?relation: sum
    | relation RELATION sum                  -> binary
    | relation IN sum                        -> binary
    | relation "is" NAME                     -> type_test
?sum: product
    | sum SUM product                        -> binary
?product: unary
    | product PRODUCT unary                  -> binary
?unary: postfix
    | (NOT | MINUS) unary                    -> unary_operation
?postfix: primary
    | postfix "." NAME                       -> member
    | postfix "." NAME "(" arguments ")"     -> method_call
    | postfix "[" expression "]"             -> index
    | postfix "[" expression ":" expression "]"   -> slice_of
?primary: INTEGER                            -> integer_literal
    | FLOAT                                  -> float_literal
    | STRING                                 -> string_literal
    | "true"                                 -> true
    | "false"                                -> false
    | "null"                                 -> null
    | NAME                                   -> variable
    | NAME "(" arguments ")"                 -> call
    | "(" expression ")"
    | "[" arguments "]"                      -> list_literal
    | "{" (entry ("," entry)*)? "}"          -> map_literal
    | path_segment+                          -> path_literal
arguments: (expression ("," expression)*)?
entry: expression ":" expression
path_segment: SEGMENT                        -> path_text
    | "/" "$" "(" expression ")"             -> path_expression

// A slash that begins a segment is distinguished from a division by what may stand there.
SEGMENT.2: /\/(\(default\)|[A-Za-z0-9_][A-Za-z0-9_.\-]*)/
OR: "||"
AND: "&&"
EQUALITY: "==" | "!="
RELATION: "<=" | ">=" | "<" | ">"
IN: "in"
SUM: "+" | MINUS
MINUS: "-"
PRODUCT: "*" | "/" | "%"
NOT: "!"
NAME: /[A-Za-z_][A-Za-z0-9_]*/
FLOAT: /[0-9]+\.[0-9]+/
INTEGER: /0|[1-9][0-9]*/
STRING: /'([^'\\\n]|\\.)*'/ | /"([^"\\\n]|\\.)*"/
%ignore /\s+/
%ignore /\/\/[^\n]*/
%ignore /\/\*(.|\n)*?\*\//
"""
