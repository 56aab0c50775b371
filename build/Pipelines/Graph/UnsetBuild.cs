using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Nuke.Common;

namespace FashionMnist.Build.Pipelines.Graph;

/// <summary>
/// Makes builds on a server to which no value was given: of a class derived from the build's own, which answers anew what the engine
/// answers from command line, environment and host. A proxy of the interface will not do, since it has members that are internal to the engine.
/// </summary>
internal static class UnsetBuild
{
    private static readonly Dictionary<string, bool> Answers = new()
    {
        [nameof(INukeBuild.TryGetValue)] = false,
        [$"get_{nameof(INukeBuild.IsServerBuild)}"] = true,
        [$"get_{nameof(INukeBuild.IsLocalBuild)}"] = false,
    };

    private static readonly ConcurrentDictionary<Type, INukeBuild> Made = new();

    /// <summary>Such a build of a class, which must not be sealed.</summary>
    public static INukeBuild Of(Type build) => Made.GetOrAdd(build, x => (INukeBuild)Activator.CreateInstance(Derive(x), nonPublic: true)!);

    private static Type Derive(Type build)
    {
        var module = ModuleThatMayUse(build.Assembly);
        var type = module.DefineType($"Unset{build.Name}", TypeAttributes.NotPublic | TypeAttributes.Sealed, build, [typeof(INukeBuild)]);
        foreach (var method in typeof(INukeBuild).GetMethods().Where(x => Answers.ContainsKey(x.Name)))
            Answer(type, method, Answers[method.Name]);
        return type.CreateType();
    }

    /// <summary>Returns <see langword="true"/>, or whatever is the default of the method's type.</summary>
    private static void Answer(TypeBuilder type, MethodInfo declared, bool isTrue)
    {
        var method = type.DefineMethod(declared.Name, MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot);
        Type[] own = [];
        if (declared.GetGenericArguments() is { Length: > 0 } parameters)
        {
            var defined = method.DefineGenericParameters([.. parameters.Select(x => x.Name)]);
            foreach (var (parameter, original) in defined.Zip(parameters))
                parameter.SetGenericParameterAttributes(original.GenericParameterAttributes);
            own = defined;
        }

        var result = Replace(declared.ReturnType, own);
        method.SetParameters([.. declared.GetParameters().Select(x => Replace(x.ParameterType, own))]);
        method.SetReturnType(result);
        var code = method.GetILGenerator();
        if (isTrue)
        {
            code.Emit(OpCodes.Ldc_I4_1);
        }
        else
        {
            var nothing = code.DeclareLocal(result);
            code.Emit(OpCodes.Ldloca, nothing);
            code.Emit(OpCodes.Initobj, result);
            code.Emit(OpCodes.Ldloc, nothing);
        }

        code.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, declared);
    }

    /// <summary>The type with the method's own type parameters in place of the declared ones.</summary>
    private static Type Replace(Type type, Type[] own)
    {
        if (type.IsGenericMethodParameter)
            return own[type.GenericParameterPosition];
        return type.IsGenericType ? type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(x => Replace(x, own))]) : type;
    }

    /// <summary>Build classes are internal; the runtime lets in an assembly with this attribute, which it knows by its name.</summary>
    private static ModuleBuilder ModuleThatMayUse(Assembly other)
    {
        const string AttributeName = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{other.GetName().Name}.Unset"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("unset");
        var attribute = module.DefineType(AttributeName, TypeAttributes.NotPublic | TypeAttributes.Sealed, typeof(Attribute));
        var constructor = attribute.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        code.Emit(OpCodes.Ret);
        assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute.CreateType().GetConstructor([typeof(string)])!, [other.GetName().Name!]));
        return module;
    }
}
