// Runs a Jenkinsfile without a Jenkins and says what it did. It follows declarative's order of stages and of post conditions; steps are
// recorded, not run, except that `sh` runs for real where the scenario says so.
//   groovy run.groovy SCENARIOS.json
// The file holds a list of scenarios; the answer is a list of results in the same order, as the last line of the output:
//   { jenkinsfile, params: {name: value}, fail: {part of a script: exit code}, shell: folder or null,
//     history: [{result, branch}] of the builds before, the last one first, leftovers: [files that earlier builds left in the workspace],
//     failedTests: [files of results with a failed test in it], restartFrom: stage to restart an earlier build from, loseAgentAt: part of a script,
//     stub: [parts of scripts that are recorded although there is a shell], environment: {name: value}, firstBuild: true|false }
// Not what a Jenkins is: no CPS, no sandbox, no plugins, one thread.
import groovy.json.*
import org.codehaus.groovy.control.CompilerConfiguration

class StepFailed extends Exception { StepFailed(String message) { super(message) } }

/** The agent is gone for good, and with it every step that would run on it. */
class AgentLost extends Exception { AgentLost() { super('the agent was removed') } }

class Stopped extends Exception { Stopped() { super('the build was stopped') } }

/** The names of a block in braces of which every line is `name value` or `name { block }`. */
class Sections {
    final Map<String, Object> values = [:]
    final Map<String, List> many = [:].withDefault { [] }
    Object invokeMethod(String name, Object arguments) {
        def list = arguments as List
        values[name] = list ? list[-1] : null
        many[name] << list
        null
    }
    // The words of `agent any` and `agent none`; everything else is a variable of the script.
    String getAny() { 'any' }
    String getNone() { 'none' }
    static Sections of(Closure body) {
        def sections = new Sections()
        body.delegate = sections
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        // Blocks inside of it run later and must reach the script through it.
        body.delegate = body.owner
        sections
    }
}

/** The script: it knows its own functions, and asks the run for every step. */
abstract class PipelineScript extends Script {
    PipelineRun pipelineRun
    Object methodMissing(String name, Object arguments) { pipelineRun.invokeMethod(name, arguments) }
}

class PipelineRun {
    final Map scenario
    final List log = []
    final Map defaults = [:]
    final Map params = [:]
    final Map currentBuild
    final Map env = [:]
    final Map options = [:]
    final List leftovers
    Map variables = [:]
    List<Map> overlays = []
    String result = 'SUCCESS'
    String stage
    String folder = ''
    boolean failedStage
    boolean restarted
    boolean lost

    PipelineRun(Map scenario) {
        this.scenario = scenario
        params.putAll(scenario.params ?: [:])
        leftovers = (scenario.leftovers ?: []) as List
        def earlier = null
        (scenario.history ?: []).reverse().each { earlier = [result: it.result, buildVariables: it.branch == null ? [:] : [GIT_BRANCH: it.branch], previousBuild: earlier] }
        currentBuild = [duration: 61000, previousBuild: earlier, description: null]
    }

    void sh(Object argument) { runScript(argument as String, false) }
    Object sh(Map arguments) { runScript(arguments.script as String, arguments.returnStatus as boolean) }
    Object bat(Object argument) { record('bat', argument as String) }
    boolean isUnix() { true }
    void echo(Object text) { record('echo', text as String) }
    void error(Object text) { record('error', text as String); throw new StepFailed(text as String) }
    Map checkout(Object scm) {
        record('checkout', scm as String)
        if (failureOf('checkout')) throw new StepFailed('checkout failed')
        [GIT_BRANCH: 'origin/trunk', GIT_COMMIT: 'c' * 40]
    }
    void dir(Object path, Closure body) { folder = path as String; try { inside(body) } finally { folder = '' } }
    void deleteDir() { record('deleteDir', folder) }
    // Whatever lies there counts, unless the step is told to leave old files out; old ones count as failures.
    void junit(Map arguments) {
        record('junit', arguments.testResults as String)
        def old = arguments.skipOldReports ? [] : leftovers
        if ((old + (scenario.failedTests ?: [])).any { matches(arguments.testResults as String, it as String) }) result = 'UNSTABLE'
    }
    void archiveArtifacts(Map arguments) {
        record('archive', arguments.artifacts as String)
        leftovers.findAll { matches(arguments.artifacts as String, it as String) }.each { record('archived leftover', it as String) }
    }
    static boolean matches(String patterns, String file) {
        patterns.split(',').any { file ==~ it.replace('.', '\\.').replace('**', '\u0001').replace('*', '[^/]*').replace('\u0001', '.*') }
    }
    Map string(Map arguments) { arguments }
    void withCredentials(List bindings, Closure body) {
        def missing = bindings.find { it.credentialsId in (scenario.missingCredentials ?: []) }
        if (missing) throw new StepFailed("Could not find credentials entry with ID '${missing.credentialsId}'")
        overlay(bindings.collectEntries { [(it.variable): secret(it.credentialsId as String)] }, body)
    }
    void withEnv(List entries, Closure body) {
        overlay(entries.collectEntries { def text = it as String; [(text.substring(0, text.indexOf('='))): text.substring(text.indexOf('=') + 1)] }, body)
    }
    void catchError(Map arguments, Closure body) {
        try { body() } catch (StepFailed e) {
            record('caught', arguments.message ?: e.message)
            if (arguments.buildResult && arguments.buildResult != 'SUCCESS') { result = arguments.buildResult; failedStage = true }
        }
    }
    void script(Closure body) { inside(body) }

    // ---- declarative ----
    void pipeline(Closure body) {
        def sections = Sections.of(body)
        if (sections.values.parameters) {
            Sections.of(sections.values.parameters as Closure).many.each { kind, calls ->
                calls.each { call -> def p = call[0] as Map; defaults[p.name] = kind == 'choice' ? (p.choices as List)[0] : p.defaultValue }
            }
        }
        defaults.each { name, value -> if (!params.containsKey(name)) params[name] = value }
        if (sections.values.options) options.putAll(Sections.of(sections.values.options as Closure).values)
        if (scenario.restartFrom && options.containsKey('disableRestartFromStage')) { result = 'NOT_RESTARTED'; return }
        try {
            variables = variablesOf(sections.values.environment as Closure)
            stages(sections.values.stages as Closure)
        } catch (StepFailed e) { result = 'FAILURE' } catch (Stopped e) { result = 'ABORTED' } catch (AgentLost e) {
            // What comes afterwards would run on the agent of the pipeline.
            result = 'ABORTED'
            return
        }
        if (sections.values.post) post(sections.values.post as Closure, result, (currentBuild.previousBuild as Map)?.result as String, true)
    }

    void stages(Closure body) {
        def list = Sections.of(body).many.stage ?: []
        list.each { arguments -> stage(arguments[0] as String, arguments[1] as Closure) }
    }

    void stage(String name, Closure body) {
        if (result == 'UNSTABLE' ? options.containsKey('skipStagesAfterUnstable') : result != 'SUCCESS' && !failedStage) return
        // Jenkins takes the stages before as done, and works in whatever the workspace holds.
        if (scenario.restartFrom && !restarted && name != scenario.restartFrom) { record('taken as done', name); return }
        restarted = true
        def sections = Sections.of(body)
        def own = variablesOf(sections.values.environment as Closure)
        overlays << own
        stage = name
        record('stage', name)
        String outcome = 'SUCCESS'
        boolean skipped = false
        try {
            if (sections.values.when) {
                def condition = Sections.of(sections.values.when as Closure).values.expression as Closure
                if (!inside(condition)) { skipped = true; record('skipped', name); return }
            }
            int attempts = 1
            if (sections.values.options) attempts = (Sections.of(sections.values.options as Closure).values.retry ?: 1) as int
            for (int attempt = 1; attempt <= attempts; attempt++) {
                try {
                    if (sections.values.steps) inside(sections.values.steps as Closure)
                    else if (sections.values.stages) stages(sections.values.stages as Closure)
                    else stages(sections.values.parallel as Closure)
                    break
                } catch (StepFailed e) { if (attempt == attempts) throw e }
            }
        } catch (StepFailed e) {
            outcome = 'FAILURE'
            throw e
        } catch (Stopped e) {
            outcome = 'ABORTED'
            throw e
        } finally {
            if (sections.values.post && !skipped && !lost) { stage = name; post(sections.values.post as Closure, outcome, null, false) }
            overlays.remove(overlays.size() - 1)
        }
    }

    // The order in which Jenkins goes through the conditions.
    void post(Closure body, String outcome, String previous, boolean ofPipeline) {
        def conditions = Sections.of(body).values
        def holds = [
            always: { true }, changed: { previous && previous != outcome }, fixed: { outcome == 'SUCCESS' && previous in ['FAILURE', 'UNSTABLE'] },
            regression: { previous == 'SUCCESS' && outcome != 'SUCCESS' }, aborted: { outcome == 'ABORTED' }, failure: { outcome == 'FAILURE' },
            success: { outcome == 'SUCCESS' }, unstable: { outcome == 'UNSTABLE' }, unsuccessful: { outcome != 'SUCCESS' }, cleanup: { true },
        ]
        for (name in holds.keySet()) {
            if (conditions[name] && holds[name]()) {
                if (ofPipeline) stage = "post $name"
                try {
                    inside(conditions[name] as Closure)
                } catch (StepFailed e) {
                    record('post failed', e.message)
                    if (ofPipeline) result = 'FAILURE'
                }
            }
        }
    }

    // ---- helpers ----
    Object inside(Closure body) {
        body.delegate = this
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
    }

    Map variablesOf(Closure body) {
        if (!body) return [:]
        def target = new EnvironmentBlock(this)
        body.delegate = target
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        target.values
    }

    void overlay(Map values, Closure body) {
        overlays << values
        try { inside(body) } finally { overlays.remove(overlays.size() - 1) }
    }

    String secret(String id) { (scenario.secrets ?: [:])[id] ?: "secret-of-$id" }

    // On the first build of a job Jenkins knows no parameters yet when it makes the variables of the shell.
    Map environment() {
        def all = scenario.firstBuild ? [:] : params.collectEntries { k, v -> [(k): v as String] }
        all + (scenario.environment ?: [:]) + env + variables + (overlays.inject([:]) { a, b -> a + b } as Map)
    }

    Object failureOf(String script) { (scenario.fail ?: [:]).find { script.contains(it.key) }?.value }

    Object runScript(String script, boolean returnStatus) {
        record('sh', script)
        if (scenario.loseAgentAt && script.contains(scenario.loseAgentAt as String)) { lost = true; throw new AgentLost() }
        if (script.startsWith('git clean ')) leftovers.removeAll { file -> script.substring(script.indexOf('-- ') + 3).split(' ').any { matches(it.replace("'", ''), file as String) } }
        if (scenario.stopAt && script.contains(scenario.stopAt as String)) throw new Stopped()
        int status = (failureOf(script) ?: 0) as int
        boolean stubbed = (scenario.stub ?: []).any { script.contains(it as String) }
        if (scenario.shell && !status && !stubbed) status = real(script)
        if (returnStatus) return status
        if (status) throw new StepFailed("script returned exit code $status")
        null
    }

    int real(String script) {
        def builder = new ProcessBuilder('sh', '-xe', '-c', script).directory(new File(scenario.shell as String)).redirectErrorStream(true)
        environment().each { k, v -> builder.environment()[k as String] = v as String }
        def process = builder.start()
        process.outputStream.close()
        def output = process.inputStream.getText('UTF-8')
        log[-1].output = output
        process.waitFor()
    }

    void record(String kind, String text) {
        log << [kind: kind, stage: stage, text: text, environment: kind == 'sh' ? environment().collectEntries { k, v -> [(k): v as String] } : null]
    }
}

class EnvironmentBlock {
    private final PipelineRun run
    final Map values = [:]
    EnvironmentBlock(PipelineRun run) { this.run = run }
    void setProperty(String name, Object value) { values.put(name, value as String) }
    String credentials(String id) { run.secret(id) }
}

def configuration = new CompilerConfiguration(scriptBaseClass: PipelineScript.name)
def results = new JsonSlurper().parse(new File(args[0])).collect { scenario ->
    def run = new PipelineRun(scenario as Map)
    try {
        def binding = new Binding(params: run.params, scm: 'scm', currentBuild: run.currentBuild, env: run.env)
        // Under its own name the class of the script would be called like the file: Jenkinsfile.
        def text = new File(scenario.jenkinsfile as String).getText('UTF-8')
        def script = new GroovyShell(getClass().classLoader, binding, configuration).parse(text, 'TheJenkinsfile.groovy') as PipelineScript
        script.setPipelineRun(run)
        script.run()
    } catch (Throwable e) {
        run.log << [kind: 'broken', text: e.toString()]
        run.result = 'BROKEN'
    }
    [result: run.result, log: run.log, defaults: run.defaults, description: run.currentBuild.description as String]
}
println JsonOutput.toJson(results)
