import test from 'node:test'
import {makeRepository, makeClone, regmd, registryText, registryPath, readSeed} from '../helpers/cli.ts'
test('x', async () => {
  let t = performance.now(); const lap=(n:string)=>{console.log('##',n,Math.round(performance.now()-t)); t=performance.now()}
  const r = await makeRepository({[registryPath]: registryText()}); lap('repo')
  for (const a of [['claim','--next','--session','s1'],['claim','2','--session','s2'],['status'],['claim','2','--session','s3'],['history'],['status','2'],['whoami','--session','s1'],['claim','3','--dry-run','--session','s4'],['release','2','--session','s1','--reason','x y'],['claim'], ['claim','3','--session','s5','--json'],['whoami','--json','--session','s5']]) {
    const o = await regmd(r, a); console.log(a.join(' '), o.exitCode); console.log(o.stdout+'--\n'+o.stderr); lap('run') }
  const {clone}=await makeClone({[registryPath]: await readSeed()}); lap('clone')
  for (const a of [['claim','--session','marketing-outreach-1'],['status'],['history']]) {
    const o = await regmd(clone, a, {columns: 80}); console.log(a.join(' '), o.exitCode); console.log(o.stdout+'--\n'+o.stderr); lap('run') }
})
