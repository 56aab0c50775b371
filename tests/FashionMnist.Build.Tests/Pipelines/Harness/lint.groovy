// Checks Jenkinsfiles by the rules of declarative pipelines, as its validator on a Jenkins would, and prints one finding a line:
//   groovy lint.groovy FILE...
// A file is parsed only, never run. The last line says how many files were looked at, so that silence is not taken for approval.
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.control.*

class Linter {
    // Steps of Jenkins itself and of the plugins that the documentation asks for: workflow-aggregator, git, credentials-binding, junit, timestamper.
    static final STEPS = ['archiveArtifacts', 'bat', 'catchError', 'checkout', 'deleteDir', 'dir', 'echo', 'error', 'junit', 'script', 'sh', 'withCredentials', 'withEnv', 'isUnix'] as Set
    static final OPTIONS = ['buildDiscarder', 'disableConcurrentBuilds', 'disableRestartFromStage', 'skipDefaultCheckout', 'skipStagesAfterUnstable', 'timeout', 'timestamps', 'retry'] as Set
    static final STAGE_OPTIONS = ['timeout', 'timestamps', 'retry', 'skipDefaultCheckout'] as Set
    static final PARAMETERS = ['string', 'booleanParam', 'choice'] as Set
    static final CONDITIONS = ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup'] as Set
    static final SECTIONS = ['agent', 'options', 'parameters', 'environment', 'stages', 'post', 'triggers', 'tools', 'libraries'] as Set
    static final STAGE_SECTIONS = ['agent', 'options', 'environment', 'when', 'steps', 'stages', 'parallel', 'post', 'tools', 'input', 'failFast', 'matrix'] as Set
    static final WHEN = ['expression', 'branch', 'environment', 'not', 'allOf', 'anyOf', 'equals', 'tag', 'beforeAgent'] as Set

    final String file
    final findings = []
    final functions = [] as Set

    Linter(String file) { this.file = file }

    List<String> lint() {
        def unit = new CompilationUnit(new CompilerConfiguration())
        def source = unit.addSource(new File(file))
        try {
            unit.compile(Phases.CONVERSION)
        } catch (CompilationFailedException e) {
            return ["$file: " + e.message.readLines().findAll { it.trim() }.join(' ')]
        }
        source.AST.methods.each { functions << it.name }
        def pipelines = source.AST.statementBlock.statements.findAll { nameOf(callOf(it)) == 'pipeline' }
        if (pipelines.size() != 1) {
            report(null, "has ${pipelines.size()} pipelines")
        } else {
            pipeline(blockOf(callOf(pipelines[0])))
        }
        source.AST.methods.each { steps(it.code.statements, false) }
        findings
    }

    void pipeline(List<Statement> body) {
        def sections = sectionsOf(body, SECTIONS, 'pipeline')
        ['agent', 'stages'].each { if (!sections[it]) report(null, "the pipeline has no $it") }
        agent(sections.agent)
        calls(sections.options, OPTIONS, 'option')
        calls(sections.parameters, PARAMETERS, 'parameter')
        sections.parameters?.with { blockOf(it).each { parameter(callOf(it)) } }
        environment(sections.environment)
        if (sections.stages) stages(blockOf(sections.stages), [] as Set)
        post(sections.post)
    }

    void stages(List<Statement> body, Set names) {
        if (!body) report(null, 'there are no stages')
        body.each {
            def call = callOf(it)
            if (nameOf(call) != 'stage') return report(it, "'${nameOf(call)}' is no stage")
            def name = argumentsOf(call)[0]
            if (!(name instanceof ConstantExpression) || !name.value) return report(it, 'a stage has no name')
            if (!names.add(name.value)) report(it, "two stages are called '${name.value}'")
            stage(blockOf(call), name.value, names)
        }
    }

    void stage(List<Statement> body, String name, Set names) {
        def sections = sectionsOf(body, STAGE_SECTIONS, "stage '$name'")
        def kinds = ['steps', 'stages', 'parallel', 'matrix'].findAll { sections[it] }
        if (kinds.size() != 1) report(null, "stage '$name' must have either steps, stages or parallel, and has ${kinds ?: 'none'}")
        agent(sections.agent)
        calls(sections.options, STAGE_OPTIONS, 'option of a stage')
        environment(sections.environment)
        calls(sections.when, WHEN, 'condition')
        if (sections.steps) {
            if (!blockOf(sections.steps)) report(null, "stage '$name' has no step")
            steps(blockOf(sections.steps), true)
        }
        // Stages side by side may repeat names, each within its own branch.
        if (sections.stages) stages(blockOf(sections.stages), [] as Set)
        if (sections.parallel) stages(blockOf(sections.parallel), names)
        post(sections.post)
    }

    void post(MethodCallExpression section) {
        if (!section) return
        def conditions = blockOf(section)
        if (!conditions) report(null, 'post is empty')
        conditions.each {
            def condition = nameOf(callOf(it))
            if (!(condition in CONDITIONS)) report(it, "'$condition' is no condition of post")
            if (!blockOf(callOf(it))) report(it, "post '$condition' is empty")
            steps(blockOf(callOf(it)) ?: [], true)
        }
    }

    void agent(MethodCallExpression section) {
        if (!section) return
        def argument = argumentsOf(section)[0]
        if (argument instanceof VariableExpression && argument.name in ['any', 'none']) return
        calls(section, ['label', 'docker', 'node', 'kubernetes', 'dockerfile'] as Set, 'kind of agent')
    }

    void environment(MethodCallExpression section) {
        if (!section) return
        blockOf(section).each {
            def assignment = it instanceof ExpressionStatement ? it.expression : null
            if (!(assignment instanceof BinaryExpression) || assignment.operation.text != '=' || !(assignment.leftExpression instanceof VariableExpression)) {
                return report(it, 'environment holds something that is no variable')
            }
            def value = assignment.rightExpression
            if (!(value instanceof ConstantExpression || value instanceof GStringExpression || value instanceof MethodCallExpression)) {
                report(it, 'environment variable values must be single quoted, double quoted, or function calls')
            }
            if (value instanceof ConstantExpression && !(value.value instanceof String)) report(it, 'environment variable values must be text')
        }
    }

    void parameter(MethodCallExpression call) {
        def entries = namedOf(call)
        if (!entries.name || !(entries.name.value ==~ /[A-Za-z_][A-Za-z0-9_]*/)) report(null, 'a parameter has no name that a shell knows')
        if (!entries.description?.value) report(null, "the parameter ${entries.name?.value} has no description")
        if (nameOf(call) == 'booleanParam' && !(entries.defaultValue?.value instanceof Boolean)) report(null, "the parameter ${entries.name?.value} is no truth value")
        if (nameOf(call) == 'choice' && !(entries.choices instanceof ListExpression && entries.choices.expressions)) report(null, "the parameter ${entries.name?.value} has no choices")
    }

    // Declarative takes only steps where 'plain' is true; script blocks and functions may hold any Groovy.
    void steps(List<Statement> body, boolean plain) {
        body.each { statement ->
            if (plain && !callOf(statement)) return report(statement, 'something other than a step stands outside of script')
            statement.visit(new org.codehaus.groovy.ast.CodeVisitorSupport() {
                void visitMethodCallExpression(MethodCallExpression call) {
                    step(call)
                    super.visitMethodCallExpression(call)
                }
            })
        }
    }

    void step(MethodCallExpression call) {
        // Calls on a value are Groovy, not steps; kinds of bindings stand inside of a step.
        if (!call.implicitThis || nameOf(call) in ['string', 'usernamePassword']) return
        def name = nameOf(call)
        if (!(name in STEPS) && !(name in functions)) report(call, "the step '$name' is in none of the plugins that are asked for")
        if (name in ['sh', 'bat']) {
            def script = namedOf(call).script ?: argumentsOf(call)[0]
            if (!(script instanceof ConstantExpression || script instanceof VariableExpression || safe(script))) {
                report(call, "Groovy puts values into the script of $name; a secret or a shell command could come in")
            }
        }
    }

    // The arguments of functions of the file itself are constants of the file.
    boolean safe(Expression script) {
        script instanceof GStringExpression && script.values.every { it instanceof VariableExpression }
    }

    Map<String, MethodCallExpression> sectionsOf(List<Statement> body, Set allowed, String where) {
        def sections = [:]
        body.each {
            def call = callOf(it)
            def name = nameOf(call)
            if (!(name in allowed)) report(it, "'$name' is no section of $where")
            else if (sections.put(name, call)) report(it, "$where has two sections '$name'")
        }
        sections
    }

    void calls(MethodCallExpression section, Set allowed, String kind) {
        if (!section) return
        def body = blockOf(section)
        if (!body) report(null, "'${nameOf(section)}' is empty")
        body.each { if (!(nameOf(callOf(it)) in allowed)) report(it, "'${nameOf(callOf(it))}' is no $kind") }
    }

    static MethodCallExpression callOf(Statement statement) {
        def expression = statement instanceof ExpressionStatement ? statement.expression
            : statement instanceof ReturnStatement ? statement.expression : null
        expression instanceof MethodCallExpression ? expression : null
    }

    static String nameOf(MethodCallExpression call) { call?.methodAsString }

    static List<Expression> argumentsOf(MethodCallExpression call) {
        call.arguments instanceof TupleExpression ? call.arguments.expressions : [call.arguments]
    }

    static Map<String, Expression> namedOf(MethodCallExpression call) {
        def map = argumentsOf(call).find { it instanceof MapExpression }
        map ? map.mapEntryExpressions.collectEntries { [(it.keyExpression.text): it.valueExpression] } : [:]
    }

    static List<Statement> blockOf(MethodCallExpression call) {
        def closure = call ? argumentsOf(call).find { it instanceof ClosureExpression } : null
        closure ? (closure.code instanceof BlockStatement ? closure.code.statements : [closure.code]) : []
    }

    void report(node, String problem) { findings << "$file${node ? ":${node.lineNumber}" : ''}: $problem".toString() }
}

args.each { file -> new Linter(file).lint().each { println it } }
println "${args.length} files looked at"
